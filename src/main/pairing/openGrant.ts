import { randomBytes } from 'node:crypto';
import { decryptWith } from '../../protocol/jwe.ts';
import { parseJson } from '../../protocol/json.ts';
import { verifyMessage } from '../../protocol/jws.ts';
import { thumbprint } from '../../protocol/keys.ts';
import { accountGrantSchema, accountSecretSchema } from '../../protocol/messages/pairing.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { Account } from '../accounts/Account.ts';
import { findSigningKey, type KnownVerifier } from '../verifiers/KnownVerifier.ts';
import type { PendingPairing } from './PendingPairing.ts';

/**
 * Believes the verifier's reply to a pairing proof: signed by its key, for this device key and this proof.
 * @throws ProtocolError
 */
export async function openGrant(jws: string, pending: PendingPairing, verifier: KnownVerifier, nowMs: number): Promise<Account> {
  const grant = await verifyMessage('deskfob-account+jwt', jws, accountGrantSchema, (kid) => findSigningKey(verifier, kid));
  if (grant.iss !== verifier.issuer) throw new ProtocolError('wrong-issuer', 'The account is of another issuer.');
  if (grant.aud !== (await thumbprint(pending.deviceKey)) || grant.jti !== pending.jti) {
    throw new ProtocolError('wrong-audience', 'The account is for another device.');
  }
  const secret = accountSecretSchema.safeParse(parseJson(await decryptWith([pending.encryptionKey], grant.secret)));
  if (!secret.success) throw new ProtocolError('malformed', 'The secret of the account has not the expected shape.');
  return {
    recordId: randomBytes(16).toString('base64url'),
    issuer: grant.iss,
    id: grant.account.id,
    subscriber: grant.account.subscriber,
    displayName: grant.account.displayName,
    organisation: verifier.metadata.organisation.name,
    state: 'waiting',
    pairedAtMs: nowMs,
    policy: grant.policy,
    eventSeq: 0,
    secrets: { deviceKey: pending.deviceKey, passcode: secret.data.passcode },
  };
}
