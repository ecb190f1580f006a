import { z } from 'zod';
import { issuerSchema } from '../../protocol/issuer.ts';
import { privateJwkSchema } from '../../protocol/keys.ts';
import { accountPolicySchema } from '../../protocol/messages/common.ts';
import { passcodeParametersSchema } from '../../protocol/passcode.ts';
import { idSchema, nameSchema, subscriberNameSchema } from '../../protocol/text.ts';

/** One pairing with one organisation, as it lies sealed in the vault. */
export const accountSchema = z.object({
  /** This computer's own name for the account: random, and the id of its sealed record. */
  recordId: idSchema,
  issuer: issuerSchema,
  /** The verifier's id of the account; unique only together with the issuer. */
  id: idSchema,
  subscriber: subscriberNameSchema,
  displayName: nameSchema,
  organisation: nameSchema,
  state: z.enum(['waiting', 'active', 'suspended', 'removed', 'unconfirmed', 'rejected']),
  pairedAtMs: z.number(),
  policy: accountPolicySchema,
  /** `seq` of the last event processed. */
  eventSeq: z.int().min(0),
  /** Gone once the account is removed at either end. */
  secrets: z.object({ deviceKey: privateJwkSchema, passcode: passcodeParametersSchema }).optional(),
});
export type Account = z.infer<typeof accountSchema>;
export type AccountSecrets = NonNullable<Account['secrets']>;

/** `anna@verify.example.com` */
export function signInNameOf(account: Account): string {
  return `${account.subscriber}@${new URL(account.issuer).host}`;
}

/** What passcodes are made of; undefined where the organisation takes none of this account. */
export function passcodeSecretsOf(account: Account): AccountSecrets | undefined {
  return isDead(account) || !account.policy.passcodes ? undefined : account.secrets;
}

/** Whether the account can no longer be used, so that pairing again takes its place. */
export function isDead(account: Account): boolean {
  return account.state === 'removed' || account.state === 'unconfirmed' || account.state === 'rejected';
}
