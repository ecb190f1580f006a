import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { issuerSchema } from '../../protocol/issuer.ts';
import { encryptFor } from '../../protocol/jwe.ts';
import { signProof } from '../../protocol/jws.ts';
import { generateKey, privateJwkSchema, publicJwk } from '../../protocol/keys.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Device, PairingProof } from '../../protocol/messages/pairing.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import { idSchema, thumbprintSchema } from '../../protocol/text.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';

/** What a person brings to pair: a link's key, or a typed key with the sign-in name it belongs to. */
export interface PairingCredential {
  key: string;
  /** Subscriber's name; only with a typed key. */
  name?: string;
}

/**
 * A pairing that has begun, sealed before anything is sent. Repeating it sends the same proof, to which the verifier
 * gives the same account, so a lost reply or a kill burns no key.
 */
export const pendingPairingSchema = z.object({
  recordId: idSchema,
  issuer: issuerSchema,
  jkt: thumbprintSchema,
  jti: idSchema,
  deviceKey: privateJwkSchema,
  encryptionKey: privateJwkSchema,
  proof: z.string(),
  startedAtMs: z.number(),
  /** Id of the line, where it is one of a list's. */
  line: idSchema.optional(),
});
export type PendingPairing = z.infer<typeof pendingPairingSchema>;

/** How long trying again makes sense: the life of a pairing key. */
export const PENDING_MS = LIMITS.pairingKeyLifetimeSeconds * 1000;

/** Makes the fresh keys and the proof of one pairing. */
export async function beginPairing(
  verifier: KnownVerifier,
  credential: PairingCredential,
  device: Device,
  nowMs: number,
  line?: string,
): Promise<PendingPairing> {
  const [deviceKey, encryptionKey] = await Promise.all([generateKey('ES256'), generateKey('ECDH-ES')]);
  const jti = randomBytes(16).toString('base64url');
  const proof: PairingProof = {
    v: 1,
    aud: verifier.issuer,
    jti,
    key: credential.key,
    ...(credential.name !== undefined && { name: credential.name }),
    encryptionKey: publicJwk(encryptionKey),
    device,
  };
  return {
    recordId: randomBytes(16).toString('base64url'),
    issuer: verifier.issuer,
    jkt: verifier.jkt,
    jti,
    deviceKey,
    encryptionKey,
    proof: await signProof('deskfob-pairing+jwt', proof, deviceKey),
    startedAtMs: nowMs,
    ...(line !== undefined && { line }),
  };
}

/** The body of the request: the proof, encrypted to the verifier, so that no proxy on the way learns the key. */
export async function pairingBody(pending: PendingPairing, verifier: KnownVerifier): Promise<string> {
  const [recipient] = verifier.metadata.keys.enc;
  if (recipient === undefined) throw new ProtocolError('malformed', 'The verifier has no encryption key.');
  return await encryptFor(recipient, pending.proof);
}
