import type { OtpParameters } from './otpParameters.ts';

/** Whether two accounts give the same codes, whatever they are called. A counter may have run on in one of them. */
export function otpIdentity(otp: OtpParameters): string {
  if (otp.type === 'steam') return `steam ${otp.secret}`;
  return [otp.type, otp.secret, otp.algorithm, otp.digits, otp.type === 'totp' ? otp.period : ''].join(' ');
}
