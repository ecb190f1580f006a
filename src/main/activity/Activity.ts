import { z } from 'zod';
import { outcomeSchema } from '../../protocol/messages/event.ts';
import { placeSchema } from '../../protocol/messages/request.ts';

/** One line of what happened on this computer. */
export const activitySchema = z.object({
  id: z.string(),
  atMs: z.number(),
  type: z.enum(['request', 'paired', 'activated', 'removed', 'suspended', 'resumed']),
  organisation: z.string(),
  subscriber: z.string(),
  application: z.string().optional(),
  place: placeSchema.optional(),
  /** `missed`: nobody decided here in time. */
  outcome: z.union([outcomeSchema, z.literal('missed')]).optional(),
});
export type Activity = z.infer<typeof activitySchema>;
