import { z } from 'zod';
import { ACTIVITY_KINDS, ACTIVITY_TYPES, LINES_KEPT, LINES_PER_PAGE, OUTCOMES } from './activityNames.ts';

/*
 * The history as a page asks for it: a part at a time, because there can be thousands of lines. Main parses the question
 * and its own answer with these, so that nothing but what stands here leaves it.
 */

const filter = {
  /** Words, all of which must be found. */
  search: z.string().max(200),
  kind: z.enum(ACTIVITY_KINDS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  organisation: z.string().max(200).optional(),
};
export const activityFilterSchema = z.strictObject(filter);
export type ActivityFilter = z.infer<typeof activityFilterSchema>;

export const activityQuerySchema = z.strictObject({
  ...filter,
  offset: z.int().min(0).max(LINES_KEPT),
  limit: z.int().min(1).max(LINES_PER_PAGE),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

const placeSchema = z.strictObject({
  address: z.string().optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});

export const activityViewSchema = z.strictObject({
  id: z.string(),
  /** Milliseconds since the epoch, by this computer's clock. */
  atMs: z.number(),
  /** `damaged`: what was kept before could not be read any more. */
  type: z.enum(ACTIVITY_TYPES),
  organisation: z.string(),
  subscriber: z.string(),
  /** Of a request: whether it was to confirm a pairing. */
  kind: z.enum(['sign-in', 'pairing']).optional(),
  application: z.string().optional(),
  place: placeSchema.optional(),
  /** What was decided on this computer; absent where nothing was. */
  decision: z.enum(['approve', 'deny', 'report']).optional(),
  /** How it was decided. */
  method: z
    .strictObject({
      match: z.enum(['entry', 'choice', 'none']),
      userVerification: z.enum(['none', 'pin', 'touch-id', 'windows-hello', 'polkit']),
      by: z.enum(['window', 'notification']),
    })
    .optional(),
  /** The verifier's word, or this computer's own. */
  outcome: z.enum(OUTCOMES).optional(),
});
export type ActivityView = z.infer<typeof activityViewSchema>;

export const activityPageSchema = z.strictObject({
  /** Newest first. */
  lines: z.array(activityViewSchema).max(LINES_PER_PAGE),
  /** How many fit the filter, and how many there are. */
  found: z.int(),
  kept: z.int(),
  /** Names to filter by, in alphabetical order. */
  organisations: z.array(z.string()),
  /** Changes with every change of the history; pages of different revisions do not fit together. */
  revision: z.int(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;
