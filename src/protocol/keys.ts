import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
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

/**
 * What was made of a key object, for as long as somebody holds that object: a long-lived key is read and hashed once. Key
 * objects are never changed.
 */
const thumbprints = new WeakMap<PublicJwk, Promise<string>>();
const signatureKeys = new WeakMap<PublicJwk, KeyObject>();

/** RFC 7638, SHA-256, base64url: the key's `kid` and, for an identity key, its fingerprint. */
export async function thumbprint(key: PublicJwk): Promise<string> {
  return await remembered(thumbprints, key, async () => await calculateJwkThumbprint(publicJwk(key), 'sha256'));
}

/**
 * For ES256: to sign with where `jwk` is private, else to verify with. The key says itself that r and s stand side by side
 * (RFC 7518 section 3.4): `node:crypto` takes that from the object that it is given as the key, and an object of options
 * around the key costs more than half of a signature.
 * @throws ProtocolError `malformed` when it is no point of the curve
 */
export function signatureKey(jwk: PublicJwk | PrivateJwk): KeyObject {
  return remembered(signatureKeys, jwk, () => {
    try {
      const key = 'd' in jwk ? createPrivateKey({ key: { ...jwk }, format: 'jwk' }) : createPublicKey({ key: { ...jwk }, format: 'jwk' });
      return Object.assign(key, { dsaEncoding: 'ieee-p1363' });
    } catch {
      throw notOnCurve();
    }
  });
}

/** For ECDH-ES. @throws ProtocolError `malformed` when the point is not on the curve */
export async function agreementKey(jwk: PublicJwk | PrivateJwk): Promise<CryptoKey> {
  try {
    const key = await importJWK({ ...jwk }, 'ECDH-ES');
    if (key instanceof Uint8Array) throw new TypeError('a symmetric key');
    return key;
  } catch {
    throw notOnCurve();
  }
}

function notOnCurve(): ProtocolError {
  return new ProtocolError('malformed', 'The key is not a valid P-256 key.');
}

function remembered<T>(memory: WeakMap<PublicJwk, T>, key: PublicJwk, make: () => T): T {
  const made = memory.get(key) ?? make();
  memory.set(key, made);
  return made;
}
