import type { ErrorCode } from '../../bridge/errors.ts';

/** What is wrong with a verifier, already in a code that a person can be shown. */
export class VerifierError extends Error {
  readonly code: Extract<
    ErrorCode,
    'verifier-unreachable' | 'verifier-not-found' | 'thumbprint-mismatch' | 'verifier-invalid' | 'insecure-verifier'
  >;

  constructor(code: VerifierError['code'], message: string) {
    super(message);
    this.name = 'VerifierError';
    this.code = code;
  }
}
