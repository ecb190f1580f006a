import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import { ProtocolError } from './ProtocolError.ts';
import { bytes32Schema } from './text.ts';

/*
 * P-256 keys. A key's id is always its RFC 7638 thumbprint, so a `kid` cannot name one key and carry another.
 */

// One spelling only: a second one would give the same key a second thumbprint.
const coordinate = bytes32Schema;

/** A public P-256 key (RFC 7518 section 6.2.1). Private members are not part of it and are dropped when parsed. */
export const publicJwkSchema = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });
export type PublicJwk = z.infer<typeof publicJwkSchema>;

export const privateJwkSchema = publicJwkSchema.extend({ d: coordinate });
export type PrivateJwk = z.infer<typeof privateJwkSchema>;

export type KeyUse = 'ES256' | 'ECDH-ES';

/** Makes a fresh key pair; the private half is a JWK so that it can be sealed. */
export async function generateKey(use: KeyUse): Promise<PrivateJwk> {
  const pair = await generateKeyPair(use, { crv: 'P-256', extractable: true });
  return privateJwkSchema.parse(await exportJWK(pair.privateKey));
}

export function publicJwk(key: PublicJwk): PublicJwk {
  return { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
}

/** RFC 7638, SHA-256, base64url: the key's `kid` and, for an identity key, its fingerprint. */
export async function thumbprint(key: PublicJwk): Promise<string> {
  return await calculateJwkThumbprint(publicJwk(key), 'sha256');
}

/** @throws ProtocolError `malformed` when the point is not on the curve */
export async function importKey(jwk: PublicJwk | PrivateJwk, use: KeyUse): Promise<CryptoKey> {
  try {
    const key = await importJWK({ ...jwk }, use);
    if (key instanceof Uint8Array) throw new TypeError('a symmetric key');
    return key;
  } catch {
    throw new ProtocolError('malformed', 'The key is not a valid P-256 key.');
  }
}
