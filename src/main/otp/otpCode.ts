import { HOTP, Secret } from 'otpauth';
import type { OtpParameters } from './otpParameters.ts';

/*
 * Codes of ordinary sites: HOTP (RFC 4226 section 5.3), TOTP (RFC 6238 section 4.2) and Steam's, which spell the same truncated
 * number in five of 26 letters. Pure: the caller brings the time or the counter.
 */

const STEAM = { letters: '23456789BCDFGHJKMNPQRTVWXY', length: 5, period: 30 } as const;
/** A truncated HMAC has 31 bits, which are ten digits at most: so many show all of it. */
const WHOLE = 10;

/** Seconds of one time step; undefined where a counter takes its place. */
export function periodOf(otp: OtpParameters): number | undefined {
  return otp.type === 'totp' ? otp.period : otp.type === 'steam' ? STEAM.period : undefined;
}

/** The code of one time step or counter. */
export function otpCode(otp: OtpParameters, moment: number): string {
  if (otp.type !== 'steam') return generate(otp.secret, otp.algorithm, otp.digits, moment);
  let rest = Number(generate(otp.secret, 'SHA1', WHOLE, moment));
  let code = '';
  for (let turn = 0; turn < STEAM.length; turn += 1) {
    code += STEAM.letters[rest % STEAM.letters.length];
    rest = Math.floor(rest / STEAM.letters.length);
  }
  return code;
}

function generate(secret: string, algorithm: string, digits: number, counter: number): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), algorithm, digits, counter });
}
