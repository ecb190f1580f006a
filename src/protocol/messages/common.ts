import { z } from 'zod';
import { idSchema, numericDateSchema } from '../text.ts';

/** How much user verification a request asks for (the words of WebAuthn section 5.8.6). */
export const userVerificationRequirementSchema = z.enum(['discouraged', 'preferred', 'required']);
export type UserVerificationRequirement = z.infer<typeof userVerificationRequirementSchema>;

/** How the person was verified at the device. Self-asserted by the app. */
export const userVerificationMethodSchema = z.enum(['none', 'pin', 'touch-id', 'windows-hello', 'polkit']);
export type UserVerificationMethod = z.infer<typeof userVerificationMethodSchema>;

/** What the verifier tells an account about how it may be used. */
export const accountPolicySchema = z.object({
  userVerification: userVerificationRequirementSchema,
  /** Whether passcodes of this account are accepted at all. */
  passcodes: z.boolean(),
});
export type AccountPolicy = z.infer<typeof accountPolicySchema>;

export const accountStatusSchema = z.enum(['waiting', 'active', 'suspended']);
export type AccountStatus = z.infer<typeof accountStatusSchema>;

/** Members that every signed payload has. `v` comes first so that a later version is known before anything else is read. */
export const envelope = { v: z.literal(1), iat: numericDateSchema, jti: idSchema };
