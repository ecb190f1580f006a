import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { trustSystemCertificates } from '../../../../src/main/network/trustSystemCertificates.ts';

const fingerprints = (kind: 'default' | 'system'): string[] =>
  getCACertificates(kind).map((certificate) => new X509Certificate(certificate).fingerprint256);

describe('trustSystemCertificates', () => {
  it('adds what the computer trusts and takes nothing away', () => {
    const before = [...fingerprints('default'), ...fingerprints('system')];
    trustSystemCertificates();
    const after = new Set(fingerprints('default'));
    expect(before.filter((fingerprint) => !after.has(fingerprint))).toEqual([]);
  });
});
