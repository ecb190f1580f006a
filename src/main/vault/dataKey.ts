/** The data key: 32 random bytes (AES-256) that seal everything, and the public name that tells one key from another. */
import { createHmac } from 'node:crypto';

export const dataKeyBytes = 32;

/**
 * Made from the key itself, so that a wrong key is known as such before any record is tried. One-way: an HMAC-SHA-256
 * over a fixed text says nothing about a random 256-bit key. 16 bytes as base64url.
 */
export function keyIdOf(dataKey: Uint8Array): string {
  return createHmac('sha256', dataKey).update('deskfob vault key id 1').digest().subarray(0, 16).toString('base64url');
}
