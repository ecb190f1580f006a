import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../../src/bridge/errors.ts';
import { errorCodeOf } from '../../../../src/main/errors/errorCodeOf.ts';
import { IntentError } from '../../../../src/main/errors/IntentError.ts';
import { JournalError, type JournalErrorCode } from '../../../../src/main/journal/Journal.ts';
import { NetworkError, type NetworkErrorCode } from '../../../../src/main/network/NetworkError.ts';
import { VaultError, type VaultErrorCode } from '../../../../src/main/vault/VaultError.ts';
import { VerifierError } from '../../../../src/main/verifiers/VerifierError.ts';
import { ProtocolError, type ProtocolErrorCode } from '../../../../src/protocol/ProtocolError.ts';

// Typed as complete records, so that a new code does not compile before it stands here.
const NETWORK: Record<NetworkErrorCode, string> = {
  unreachable: 'verifier-unreachable',
  slow: 'verifier-slow',
  certificate: 'certificate-untrusted',
  'too-large': 'verifier-invalid',
};
const JOURNAL: Record<JournalErrorCode, string> = {
  'journal-corrupt': 'vault-corrupt',
  'journal-io': 'vault-io',
  'journal-entry': 'vault-io',
  'journal-closed': 'vault-io',
};
const VAULT: Record<VaultErrorCode, true> = {
  'vault-locked': true,
  'vault-absent': true,
  'vault-key-missing': true,
  'vault-wrong-key': true,
  'vault-corrupt': true,
  'vault-too-new': true,
  'vault-io': true,
};
const VERIFIER: Record<VerifierError['code'], true> = {
  'verifier-unreachable': true,
  'verifier-not-found': true,
  'thumbprint-mismatch': true,
  'verifier-invalid': true,
  'insecure-verifier': true,
};
const PROTOCOL: Record<ProtocolErrorCode, string> = {
  malformed: 'verifier-invalid',
  'too-large': 'verifier-invalid',
  'bad-header': 'verifier-invalid',
  'unknown-key': 'verifier-invalid',
  'bad-signature': 'verifier-invalid',
  'cannot-decrypt': 'verifier-invalid',
  'wrong-issuer': 'verifier-invalid',
  'wrong-audience': 'verifier-invalid',
  'wrong-thumbprint': 'thumbprint-mismatch',
  stale: 'verifier-invalid',
  expired: 'verifier-invalid',
  'lifetime-too-long': 'verifier-invalid',
  unsupported: 'verifier-unsupported',
};

const entries = <K extends string, V>(record: Record<K, V>): [K, V][] => Object.entries(record) as [K, V][];

describe('errorCodeOf', () => {
  it('words every failure with a closed code', () => {
    for (const [code, worded] of entries(NETWORK)) expect(errorCodeOf(new NetworkError(code, 'x'))).toBe(worded);
    for (const [code, worded] of entries(JOURNAL)) expect(errorCodeOf(new JournalError(code, 'x'))).toBe(worded);
    for (const [code, worded] of entries(PROTOCOL)) expect(errorCodeOf(new ProtocolError(code, 'x'))).toBe(worded);
    for (const [code] of entries(VAULT)) expect(errorCodeOf(new VaultError(code, 'x'))).toBe(code);
    for (const [code] of entries(VERIFIER)) expect(errorCodeOf(new VerifierError(code, 'x'))).toBe(code);
    for (const code of ERROR_CODES) expect(errorCodeOf(new IntentError(code))).toBe(code);
  });

  it('lets nothing out of the set', () => {
    const codes = [
      ...Object.values(NETWORK),
      ...Object.values(JOURNAL),
      ...Object.values(PROTOCOL),
      ...Object.keys(VAULT),
      ...Object.keys(VERIFIER),
    ];
    for (const code of codes) expect(ERROR_CODES).toContain(code);
  });

  it.each([[new Error('seed JBSWY3DPEHPK3PXP')], [{ code: 'vault-locked' }], ['vault-locked'], [undefined], [null], [42]])(
    'calls %s internal',
    (error) => {
      expect(errorCodeOf(error)).toBe('internal');
    },
  );
});
