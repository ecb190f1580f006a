import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { idSchema, nonceSchema, numericDateSchema } from '../text.ts';
import { accountStatusSchema } from './common.ts';

/** What an app can show. A verifier never sends a request that needs more. */
export const capabilitySchema = z.enum([
  'kind:sign-in',
  'kind:pairing',
  'match:entry',
  'match:choice',
  'match:none',
  'verify:pin',
  'verify:platform',
]);
export type Capability = z.infer<typeof capabilitySchema>;

/** Payload of `deskfob-attach+jwt`, signed by the account's device key over the verifier's nonce. */
export const attachProofSchema = z.object({
  v: z.literal(1),
  /** The account. */
  iss: idSchema,
  aud: issuerSchema,
  /** From the socket's `hello`. */
  nonce: nonceSchema,
  /** Highest event `seq` this account has processed; later ones are sent again. 0 before the first. */
  seq: z.int().min(0),
});
export type AttachProof = z.infer<typeof attachProofSchema>;

/** Payload of `deskfob-attached+jwt`, bound to the app's own nonce: the one trusted source of account states and of time. */
export const attachedSchema = z.object({
  v: z.literal(1),
  iss: issuerSchema,
  /** The app's nonce of the `attach` frame. */
  aud: nonceSchema,
  /** The verifier's time when it answered. */
  iat: numericDateSchema,
  /** `seq`: highest of the events that the status already counts in. */
  accounts: z
    .array(
      z.object({
        id: idSchema,
        status: accountStatusSchema,
        seq: z.int().min(0),
        /** Until then the account gets no sign-in request; absent when it is not muted. */
        mutedUntil: numericDateSchema.optional(),
      }),
    )
    .max(50),
  /** Accounts that are unknown here or whose proof failed; the two look the same. */
  rejected: z.array(idSchema).max(50),
});
export type Attached = z.infer<typeof attachedSchema>;
