import { z } from 'zod';
import { issuerSchema } from '../issuer.ts';
import { idSchema } from '../text.ts';
import { accountPolicySchema, envelope } from './common.ts';

/** How a transaction ended when this account answered it. */
export const outcomeSchema = z.enum(['approved', 'denied', 'mismatch', 'reported', 'expired', 'cancelled', 'elsewhere']);
export type Outcome = z.infer<typeof outcomeSchema>;

const cancellationSchema = z.enum(['elsewhere', 'withdrawn', 'expired']);
const removalReasonSchema = z.enum(['administrator', 'unconfirmed', 'device']);
export type RemovalReason = z.infer<typeof removalReasonSchema>;

const head = {
  ...envelope,
  iss: issuerSchema,
  /** The account. */
  aud: idSchema,
  /** Per account, from 1, without gaps; an event is processed once and in order. */
  seq: z.int().min(1),
};

/** Payload of `deskfob-event+jwt`: the verifier's word on what happened. */
export const eventSchema = z.discriminatedUnion('event', [
  z.object({ ...head, event: z.literal('settled'), request: idSchema, outcome: outcomeSchema }),
  z.object({ ...head, event: z.literal('cancelled'), request: idSchema, reason: cancellationSchema }),
  z.object({ ...head, event: z.literal('activated') }),
  z.object({ ...head, event: z.literal('suspended') }),
  z.object({ ...head, event: z.literal('resumed') }),
  z.object({ ...head, event: z.literal('removed'), reason: removalReasonSchema }),
  z.object({ ...head, event: z.literal('policy'), policy: accountPolicySchema }),
]);
export type AccountEvent = z.infer<typeof eventSchema>;
