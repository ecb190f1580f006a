import { z } from 'zod';
import { ACTIVITY_TYPES } from '../../bridge/activityNames.ts';
import { decisionSchema } from '../../protocol/messages/answer.ts';
import { userVerificationMethodSchema } from '../../protocol/messages/common.ts';
import { outcomeSchema } from '../../protocol/messages/event.ts';
import { placeSchema } from '../../protocol/messages/request.ts';
import { idSchema } from '../../protocol/text.ts';
import { decidedBySchema, ownWordSchema } from '../requests/HeldRequest.ts';

/** One line of what happened on this computer, as it lies sealed in the history. */
export const activitySchema = z.object({
  /** What is written again under the same id takes the place of what was there. */
  id: z.string(),
  /** By this computer's clock, ms since the epoch. */
  atMs: z.number(),
  type: z.enum(ACTIVITY_TYPES),
  /** Record id of the account, so that the line can go with it. */
  account: idSchema.optional(),
  organisation: z.string(),
  subscriber: z.string(),
  kind: z.enum(['sign-in', 'pairing']).optional(),
  application: z.string().optional(),
  place: placeSchema.optional(),
  decision: decisionSchema.optional(),
  method: z
    .object({ match: z.enum(['entry', 'choice', 'none']), userVerification: userVerificationMethodSchema, by: decidedBySchema })
    .optional(),
  outcome: z.union([outcomeSchema, ownWordSchema]).optional(),
});
export type Activity = z.infer<typeof activitySchema>;

/** A line of the history's journal: what was added or changed, and what went. */
export const activityEntrySchema = z.object({ lines: z.array(activitySchema), gone: z.array(z.string()) });
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
