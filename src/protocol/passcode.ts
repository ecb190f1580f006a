import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';

/*
 * Time-based one-time passwords, RFC 6238 with the dynamic truncation of RFC 4226 section 5.3.
 * Pure: the caller brings the time. Codes are strings, because leading zeros count.
 */

export const passcodeParametersSchema = z.object({
  /** Base32 (RFC 4648 section 6) without padding; at least 128 bits, 160 advised (RFC 4226 section 4, R6). */
  secret: z.string().regex(/^[A-Z2-7]{26,128}$/),
  algorithm: z.literal('SHA1'),
  digits: z.literal(6),
  /** Seconds of one time step. */
  period: z.literal(30),
});
export type PasscodeParameters = z.infer<typeof passcodeParametersSchema>;

/** Number of the time step that `timeMs` (ms since the epoch) lies in. */
export function stepAt(parameters: PasscodeParameters, timeMs: number): number {
  return Math.floor(timeMs / 1000 / parameters.period);
}

/** The passcode of one time step. */
export function passcodeOfStep(parameters: PasscodeParameters, step: number): string {
  return totp(parameters).generate({ timestamp: step * parameters.period * 1000 });
}

/**
 * The step whose passcode was typed, looking one step to either side of `timeMs` (RFC 6238 section 5.2).
 * The caller accepts it only if it is later than the last step it accepted.
 */
export function matchingStep(parameters: PasscodeParameters, passcode: string, timeMs: number): number | undefined {
  if (!/^\d{6}$/.test(passcode)) return undefined;
  const delta = totp(parameters).validate({ token: passcode, timestamp: timeMs, window: 1 });
  return delta === null ? undefined : stepAt(parameters, timeMs) + delta;
}

function totp(parameters: PasscodeParameters): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(parameters.secret),
    algorithm: parameters.algorithm,
    digits: parameters.digits,
    period: parameters.period,
  });
}
