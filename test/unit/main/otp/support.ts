import type { OtpAccount } from '../../../../src/main/otp/OtpAccount.ts';
import type { OtpParameters } from '../../../../src/main/otp/otpParameters.ts';

export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const TOTP: OtpParameters = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };
export const HOTP: OtpParameters = { type: 'hotp', secret: SECRET, algorithm: 'SHA1', digits: 6, counter: 0 };

export function otpAccount(id: string, changes: Partial<OtpAccount> = {}): OtpAccount {
  return { id, issuer: 'ACME', label: 'anna@example.com', otp: TOTP, isPinned: false, addedAtMs: 0, ...changes };
}
