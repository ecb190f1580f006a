import { describe, expect, it } from 'vitest';
import type { OtpParameters } from '../../../../src/main/otp/otpParameters.ts';
import { otpCode, periodOf } from '../../../../src/main/otp/otpCode.ts';
import { secretOfBytes } from '../../../../src/main/transfer/canonicalSecret.ts';

const seedOf = (length: number): string => secretOfBytes(Buffer.from('1234567890'.repeat(7).slice(0, length)));
const totp = (algorithm: 'SHA1' | 'SHA256' | 'SHA512', length: number): OtpParameters => ({
  type: 'totp',
  secret: seedOf(length),
  algorithm,
  digits: 8,
  period: 30,
});

describe('codes of ordinary sites', () => {
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('are those of RFC 6238, appendix B, at %i s', (seconds, sha1, sha256, sha512) => {
    const step = Math.floor(seconds / 30);
    expect(otpCode(totp('SHA1', 20), step)).toBe(sha1);
    expect(otpCode(totp('SHA256', 32), step)).toBe(sha256);
    expect(otpCode(totp('SHA512', 64), step)).toBe(sha512);
  });

  it('are those of RFC 4226, appendix D, by their counters', () => {
    const hotp: OtpParameters = { type: 'hotp', secret: seedOf(20), algorithm: 'SHA1', digits: 6, counter: 0 };
    const codes = Array.from({ length: 10 }, (_, counter) => otpCode(hotp, counter));
    const expected = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
    expect(codes).toEqual(expected);
  });

  it('spell the same truncated number in five letters for Steam', () => {
    // RFC 4226, appendix D, gives the truncated number of counter 0: 1284755224.
    const alphabet = '23456789BCDFGHJKMNPQRTVWXY';
    let rest = 1_284_755_224;
    let expected = '';
    for (let turn = 0; turn < 5; turn += 1) {
      expected += alphabet[rest % 26];
      rest = Math.floor(rest / 26);
    }
    expect(otpCode({ type: 'steam', secret: seedOf(20) }, 0)).toBe(expected);
    expect(expected).toMatch(/^[2-9B-Y]{5}$/);
  });

  it('have a period where time makes them', () => {
    expect(periodOf(totp('SHA1', 20))).toBe(30);
    expect(periodOf({ type: 'steam', secret: seedOf(20) })).toBe(30);
    expect(periodOf({ type: 'hotp', secret: seedOf(20), algorithm: 'SHA1', digits: 6, counter: 0 })).toBeUndefined();
  });
});
