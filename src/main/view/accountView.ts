import type { AccountView, MuteView, OrganisationView } from '../../bridge/views.ts';
import type { Marks } from '../arrangement/Arrangement.ts';
import { type Account, passcodeSecretsOf, signInNameOf } from '../accounts/Account.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';

export interface AccountContext {
  organisation: OrganisationView;
  marks: Marks;
  /** The time of the account's verifier, ms. */
  verifierNowMs: number;
  mute: MuteView | undefined;
  unexpectedRequests: number | undefined;
}

export function accountView(account: Account, context: AccountContext): AccountView {
  const { organisation, marks, verifierNowMs, mute, unexpectedRequests } = context;
  const secrets = passcodeSecretsOf(account);
  const passcode = secrets === undefined ? undefined : passcodeOf(secrets, verifierNowMs);
  return {
    id: account.recordId,
    organisation,
    displayName: account.displayName,
    signInName: signInNameOf(account),
    state: account.state,
    pairedAtMs: account.pairedAtMs,
    pinned: marks.isPinned,
    ...(marks.ownName !== undefined && { ownName: marks.ownName }),
    ...(marks.group !== undefined && { group: marks.group }),
    ...(marks.tags !== undefined && { tags: marks.tags }),
    ...(passcode !== undefined && { passcode }),
    ...(mute !== undefined && { mute }),
    ...(unexpectedRequests !== undefined && { unexpectedRequests }),
  };
}
