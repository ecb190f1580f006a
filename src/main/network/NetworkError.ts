/** Why the verifier could not be reached. */
export type NetworkErrorCode = 'unreachable' | 'slow' | 'certificate' | 'too-large';

export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string) {
    super(message);
    this.name = 'NetworkError';
    this.code = code;
  }
}

/** Codes of Node's TLS that mean: the other end is not proven to be who it says it is. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export function asNetworkError(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = errorCode(error);
  if (code !== undefined && CERTIFICATE_CODES.has(code))
    return new NetworkError('certificate', 'The certificate of the verifier is not trusted.');
  if (code === 'ETIMEDOUT') return new NetworkError('slow', 'The verifier took too long to answer.');
  return new NetworkError('unreachable', `The verifier cannot be reached${code === undefined ? '' : ` (${code})`}.`);
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
