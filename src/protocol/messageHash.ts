import { hash } from 'node:crypto';

/** SHA-256 over the ASCII bytes of a signed message as it travelled, in base64url: how an answer names the request it saw. */
export function messageHash(jws: string): string {
  return hash('sha256', jws, 'base64url');
}
