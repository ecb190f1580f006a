import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/*
 * ES256 as bare as Node has it: one synchronous call each, with keys that stay imported. What is signed has the size and
 * the encoding of a real message and is never parsed.
 */

export interface BareKeys {
  /** PEM, to hand to the other process. */
  readonly privatePem: string;
  readonly publicPem: string;
}

export function makeBareKeys(): BareKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Keys that say themselves how a signature is spelt, as the product's do: an object of options around a key costs more than half of one. */
export const privateKeyOf = (pem: string): KeyObject => Object.assign(createPrivateKey(pem), { dsaEncoding: 'ieee-p1363' });
export const publicKeyOf = (pem: string): KeyObject => Object.assign(createPublicKey(pem), { dsaEncoding: 'ieee-p1363' });

/** A text of `size` characters that ends with its signature. */
export function signedText(size: number, key: KeyObject): string {
  const head = `${Date.now()}.`.padEnd(size - 87, 'x');
  return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
}

/** @throws Error when the signature does not fit */
export function checkText(text: string, key: KeyObject): void {
  const end = text.lastIndexOf('.');
  const signature = Buffer.from(text.slice(end + 1), 'base64url');
  if (!verify('sha256', Buffer.from(text.slice(0, end)), key, signature)) throw new Error('The signature is wrong.');
}
