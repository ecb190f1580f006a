import type { ErrorCode } from '../../bridge/errors.ts';

const PASSING: ReadonlySet<ErrorCode> = new Set([
  'pairing-interrupted',
  'pairing-throttled',
  'verifier-unreachable',
  'verifier-slow',
  'verifier-not-found',
  'certificate-untrusted',
  'vault-locked',
  'vault-absent',
  'vault-io',
]);

/** Whether the very same try may simply be made again after this. */
export function mayTryAgain(code: ErrorCode): boolean {
  return PASSING.has(code);
}
