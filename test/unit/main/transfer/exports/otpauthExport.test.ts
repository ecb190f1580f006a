import { describe, expect, it } from 'vitest';
import type { ExportedAccount } from '../../../../../src/main/transfer/exports/ExportedAccount.ts';
import { exportOtpauth } from '../../../../../src/main/transfer/exports/otpauthExport.ts';

const totp = { type: 'totp', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const hotp = { type: 'hotp', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA256', digits: 8, counter: 7 } as const;
const account = (label: string): ExportedAccount => ({ issuer: 'ACME', label, otp: totp });

describe('accounts as otpauth addresses', () => {
  it('stand one on each line, in their order, the last line ended as well', () => {
    const text = exportOtpauth([account('anna'), { ...account('ben'), otp: hotp }]);
    const [first = '', second = '', end] = text.split('\n');
    expect(first).toMatch(/^otpauth:\/\/totp\/.*anna/);
    expect(first).toContain('secret=GEZDGNBVGY3TQOJQ');
    expect(second).toMatch(/^otpauth:\/\/hotp\/.*ben/);
    expect(second).toContain('counter=7');
    expect(end).toBe('');
    expect(text.split('\n')).toHaveLength(3);
  });

  it('are an empty text when there are none', () => {
    expect(exportOtpauth([])).toBe('');
  });

  it('can not smuggle in a line of their own', () => {
    const lines = exportOtpauth([account('anna\notpauth://totp/evil?secret=AAAA\r\u2028x')]).split(/[\n\r\u2028]/);
    expect(lines).toHaveLength(2);
  });
});
