import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { bytes32Schema, idSchema } from '../text.ts';
import { userVerificationMethodSchema } from './common.ts';

export const decisionSchema = z.enum(['approve', 'deny', 'report']);
export type Decision = z.infer<typeof decisionSchema>;

/** Payload of `deskfob-answer+jwt`, signed by the account's device key. */
export const answerSchema = z.object({
  v: z.literal(1),
  /** The account. */
  iss: idSchema,
  aud: issuerSchema,
  jti: idSchema,
  /** `jti` of the request, and the hash of its bytes as they were shown. */
  request: idSchema,
  requestHash: bytes32Schema,
  decision: decisionSchema,
  /** The number the person typed or chose; only with `approve`. */
  number: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  uv: userVerificationMethodSchema,
});
export type Answer = z.infer<typeof answerSchema>;
