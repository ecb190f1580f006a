import { verifyMessage } from '../../protocol/jws.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { type AuthenticationRequest, requestSchema } from '../../protocol/messages/request.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import { findSigningKey, type KnownVerifier } from '../verifiers/KnownVerifier.ts';

/**
 * Goal: a request is shown only if the verifier of this very account signed it, for this account, and it can still be answered.
 * Attacker: whoever can put frames on the socket, another verifier that the app is paired with included.
 * @param nowMs the verifier's time, ms
 * @throws ProtocolError
 */
export async function verifyRequest(
  jws: string,
  verifier: KnownVerifier,
  accounts: Accounts,
  nowMs: number,
): Promise<{ account: Account; request: AuthenticationRequest }> {
  if (jws.length > LIMITS.requestBytes) throw new ProtocolError('too-large', 'The request is larger than anything a person could read.');
  const request = await verifyMessage('deskfob-request+jwt', jws, requestSchema, (kid) => findSigningKey(verifier, kid));
  if (request.iss !== verifier.issuer) throw new ProtocolError('wrong-issuer', 'The request is of another issuer.');
  const account = accounts.find(verifier.issuer, request.aud);
  if (account?.secrets === undefined) throw new ProtocolError('wrong-audience', 'The request is for no account of this computer.');
  if (request.exp - request.iat > LIMITS.requestMaximumLifetimeSeconds)
    throw new ProtocolError('lifetime-too-long', 'The request claims to live too long.');
  // Twice as long, because the time here may not be corrected yet.
  if (request.exp * 1000 > nowMs + 2 * LIMITS.requestMaximumLifetimeSeconds * 1000)
    throw new ProtocolError('lifetime-too-long', 'The request claims to be of a time that is far ahead.');
  if (request.exp * 1000 <= nowMs) throw new ProtocolError('expired', 'The request has expired.');
  const fits = request.kind === 'pairing' ? account.state === 'waiting' && request.match.type === 'entry' : account.state === 'active';
  if (!fits) throw new ProtocolError('unsupported', 'The account is not in a state to be asked this.');
  return { account, request };
}
