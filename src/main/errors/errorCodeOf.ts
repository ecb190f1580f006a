import type { ErrorCode } from '../../bridge/errors.ts';
import { ProtocolError, type ProtocolErrorCode } from '../../protocol/ProtocolError.ts';
import { JournalError } from '../journal/Journal.ts';
import { NetworkError, type NetworkErrorCode } from '../network/NetworkError.ts';
import { VaultError } from '../vault/VaultError.ts';
import { VerifierError } from '../verifiers/VerifierError.ts';
import { IntentError } from './IntentError.ts';

const NETWORK: Record<NetworkErrorCode, ErrorCode> = {
  unreachable: 'verifier-unreachable',
  slow: 'verifier-slow',
  certificate: 'certificate-untrusted',
  'too-large': 'verifier-invalid',
};

const PROTOCOL: Partial<Record<ProtocolErrorCode, ErrorCode>> = {
  unsupported: 'verifier-unsupported',
  'wrong-thumbprint': 'thumbprint-mismatch',
};

/** The closed code for anything that went wrong on the way; content of the error never leaves main. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof IntentError || error instanceof VerifierError || error instanceof VaultError) return error.code;
  if (error instanceof NetworkError) return NETWORK[error.code];
  if (error instanceof ProtocolError) return PROTOCOL[error.code] ?? 'verifier-invalid';
  if (error instanceof JournalError) return error.code === 'journal-corrupt' ? 'vault-corrupt' : 'vault-io';
  return 'internal';
}
