import { z } from 'zod';
import { idSchema } from '../../protocol/text.ts';
import { otpParametersSchema } from './otpParameters.ts';

const name = z.string().max(400);

/** An account of an ordinary site, which knows of no app: all there is of it is what its codes are made of. */
export const otpAccountSchema = z.strictObject({
  /** This computer's own name for it, random. */
  id: idSchema,
  /** Whose account it is, `ACME`; may be empty. */
  issuer: name,
  /** `anna@example.com`; may be empty. */
  label: name,
  otp: otpParametersSchema,
  group: name.optional(),
  tags: z.array(name).optional(),
  isPinned: z.boolean(),
  addedAtMs: z.number(),
});
export type OtpAccount = z.infer<typeof otpAccountSchema>;
