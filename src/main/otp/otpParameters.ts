import { z } from 'zod';

/*
 * What one-time passwords of an ordinary site are made of: TOTP (RFC 6238), HOTP (RFC 4226), and Steam's codes, which are TOTP
 * with five letters in place of digits. Wider than what a verifier of ours gives out (`protocol/passcode.ts`), because
 * the sites choose, and no wider than what can be computed exactly.
 */

/** Base32 (RFC 4648 section 6) without padding, in capitals: 1 to 512 bytes. */
export const otpSecretSchema = z.string().regex(/^[A-Z2-7]{2,820}$/);
export const otpAlgorithmSchema = z.enum(['SHA1', 'SHA256', 'SHA512']);
export type OtpAlgorithm = z.infer<typeof otpAlgorithmSchema>;

const digits = z.int().min(6).max(8);
/** Seconds of one time step. */
const period = z.int().min(1).max(86_400);

export const otpParametersSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('totp'), secret: otpSecretSchema, algorithm: otpAlgorithmSchema, digits, period }),
  z.strictObject({
    type: z.literal('hotp'),
    secret: otpSecretSchema,
    algorithm: otpAlgorithmSchema,
    digits,
    /** Of the next code; RFC 4226 counts to 2^64, we as far as numbers are exact. */
    counter: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  z.strictObject({ type: z.literal('steam'), secret: otpSecretSchema }),
]);
export type OtpParameters = z.infer<typeof otpParametersSchema>;
