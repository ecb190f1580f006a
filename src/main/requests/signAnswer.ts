import { drawRandom } from '../../protocol/drawRandom.ts';
import { signMessage } from '../../protocol/jws.ts';
import type { PrivateJwk } from '../../protocol/keys.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { Answer, Decision } from '../../protocol/messages/answer.ts';
import type { UserVerificationMethod } from '../../protocol/messages/common.ts';
import type { HeldRequest } from './HeldRequest.ts';

/** Signs a decision over exactly the bytes that were shown. Number and user verification go along with an approval only. */
export async function signAnswer(
  held: HeldRequest,
  decision: Decision,
  number: string | undefined,
  deviceKey: PrivateJwk,
  uv: UserVerificationMethod,
): Promise<string> {
  const answer: Answer = {
    v: 1,
    iss: held.request.aud,
    aud: held.request.iss,
    jti: drawRandom(16).toString('base64url'),
    request: held.request.jti,
    requestHash: messageHash(held.jws),
    decision,
    ...(decision === 'approve' && held.request.match.type !== 'none' && number !== undefined && { number }),
    uv: decision === 'approve' ? uv : 'none',
  };
  return await signMessage('deskfob-answer+jwt', answer, deviceKey);
}
