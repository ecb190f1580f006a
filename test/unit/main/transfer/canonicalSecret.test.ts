import { describe, expect, it } from 'vitest';
import { canonicalSecret, secretOfBytes } from '../../../../src/main/transfer/canonicalSecret.ts';

describe('a secret', () => {
  it.each([
    ['JBSWY3DPEHPK3PXP', 'JBSWY3DPEHPK3PXP'],
    ['jbsw y3dp ehpk 3pxp', 'JBSWY3DPEHPK3PXP'],
    ['JBSW-Y3DP-EHPK-3PXP', 'JBSWY3DPEHPK3PXP'],
    ['MZXW6YQ=', 'MZXW6YQ'],
    ['MY======', 'MY'],
    // Seventeen characters: the last one completes no byte.
    ['JBSWY3DPEHPK3PXPA', 'JBSWY3DPEHPK3PXP'],
    ['ABC', 'AB'],
  ])('is understood however it is spelt: %s', (text, secret) => {
    expect(canonicalSecret(text)).toBe(secret);
  });

  it.each(['', 'A', '!!!!', 'JBSWY3DPEHPK3PX1', 'ÄBSWY3DP', 'MY=======', 'M=Y='])('is refused when it is none: %s', (text) => {
    expect(canonicalSecret(text)).toBeUndefined();
  });

  it('longer than any is refused unread', () => {
    expect(canonicalSecret(`${'A'.repeat(8)}${' '.repeat(4_089)}`)).toBeUndefined();
    expect(canonicalSecret(`${'A'.repeat(8)}${' '.repeat(4_088)}`)).toBe('A'.repeat(8));
  });

  it('of bytes is their base32 (RFC 4648, section 10)', () => {
    const texts = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => secretOfBytes(Buffer.from(text)));
    expect(texts).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
  });
});
