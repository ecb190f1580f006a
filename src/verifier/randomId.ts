import { randomBytes } from 'node:crypto';

/** 128 random bits in base64url: an id that nobody guesses. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}
