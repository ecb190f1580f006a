import type { AccountView, OrganisationView } from '../../bridge/views.ts';
import { type Account, isDead, signInNameOf } from '../accounts/Account.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';

/** @param verifierNowMs the time of the account's verifier, ms */
export function accountView(account: Account, organisation: OrganisationView, verifierNowMs: number): AccountView {
  const passcode = account.secrets === undefined || isDead(account) ? undefined : passcodeOf(account.secrets, verifierNowMs);
  return {
    id: account.recordId,
    organisation,
    displayName: account.displayName,
    signInName: signInNameOf(account),
    state: account.state,
    pairedAtMs: account.pairedAtMs,
    ...(passcode !== undefined && { passcode }),
  };
}
