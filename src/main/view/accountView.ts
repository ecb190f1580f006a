import type { AccountView, MuteView, OrganisationView } from '../../bridge/views.ts';
import { type Account, passcodeSecretsOf, signInNameOf } from '../accounts/Account.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';

export interface AccountContext {
  organisation: OrganisationView;
  isPinned: boolean;
  /** The time of the account's verifier, ms. */
  verifierNowMs: number;
  mute: MuteView | undefined;
  unexpectedRequests: number | undefined;
}

export function accountView(account: Account, context: AccountContext): AccountView {
  const { organisation, isPinned, verifierNowMs, mute, unexpectedRequests } = context;
  const secrets = passcodeSecretsOf(account);
  const passcode = secrets === undefined ? undefined : passcodeOf(secrets, verifierNowMs);
  return {
    id: account.recordId,
    organisation,
    displayName: account.displayName,
    signInName: signInNameOf(account),
    state: account.state,
    pairedAtMs: account.pairedAtMs,
    pinned: isPinned,
    ...(passcode !== undefined && { passcode }),
    ...(mute !== undefined && { mute }),
    ...(unexpectedRequests !== undefined && { unexpectedRequests }),
  };
}
