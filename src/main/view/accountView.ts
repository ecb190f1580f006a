import type { AccountView, OrganisationView } from '../../bridge/views.ts';
import { type Account, passcodeSecretsOf, signInNameOf } from '../accounts/Account.ts';
import { passcodeOf } from '../passcodes/passcodeOf.ts';

/** @param verifierNowMs the time of the account's verifier, ms */
export function accountView(account: Account, organisation: OrganisationView, verifierNowMs: number): AccountView {
  const secrets = passcodeSecretsOf(account);
  const passcode = secrets === undefined ? undefined : passcodeOf(secrets, verifierNowMs);
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
