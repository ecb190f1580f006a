import type { PrivateJwk } from '../../src/protocol/keys.ts';

/** What an attacker can make: any bytes as header and payload, properly signed with a key of his choice. */

export const b64 = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');
export const json64 = (value: unknown): string => b64(JSON.stringify(value));

export async function signRaw(signingInput: string, key: PrivateJwk): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(signingInput, 'ascii'));
  return `${signingInput}.${Buffer.from(signature).toString('base64url')}`;
}

/** Header and payload as objects, or as exact text or bytes. */
export async function forge(header: object | string, payload: object | string | Uint8Array, key: PrivateJwk): Promise<string> {
  const bytes = (part: object | string | Uint8Array): string =>
    typeof part === 'string' || part instanceof Uint8Array ? b64(part) : json64(part);
  return await signRaw(`${bytes(header)}.${bytes(payload)}`, key);
}

/** Replaces one of the dot-separated parts. */
export function withPart(message: string, index: number, part: string): string {
  return message.split('.').toSpliced(index, 1, part).join('.');
}
