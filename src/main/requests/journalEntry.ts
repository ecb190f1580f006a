import { z } from 'zod';
import { issuerSchema } from '../../protocol/issuer.ts';
import { decisionSchema } from '../../protocol/messages/answer.ts';
import { outcomeSchema } from '../../protocol/messages/event.ts';
import { idSchema, nameSchema } from '../../protocol/text.ts';
import { activitySchema } from '../activity/Activity.ts';
import { decidedBySchema, ownWordSchema } from './HeldRequest.ts';

/** Local id of a request: the account's record id and the request's `jti`, because a `jti` is unique only at its verifier. */
const requestId = z.string().max(160);

/** The facts that survive a kill. Each is written and fsynced before the other end or the person is told of it. */
export const journalEntrySchema = z.discriminatedUnion('type', [
  /** A request was verified; `jws` are its bytes, to which the answer's hash refers. */
  z.object({
    type: z.literal('request'),
    id: requestId,
    account: idSchema,
    issuer: issuerSchema,
    organisation: nameSchema,
    subscriber: nameSchema,
    jws: z.string(),
    atMs: z.number(),
  }),
  /** The person decided; `answer` are the bytes that are sent, and sent again. */
  z.object({
    type: z.literal('decision'),
    id: requestId,
    decision: decisionSchema,
    answer: z.string(),
    by: decidedBySchema.optional(),
    atMs: z.number(),
  }),
  /** How it ended: the verifier's word, or this computer's own. */
  z.object({ type: z.literal('outcome'), id: requestId, outcome: z.union([outcomeSchema, ownWordSchema]), atMs: z.number() }),
  /** A line of the history, from when it was kept here; it moves to the history of its own when it is read. */
  z.object({ type: z.literal('activity'), activity: activitySchema }),
  /** Left of a finished request by compaction, so that a repeat is still known as one. */
  z.object({ type: z.literal('seen'), id: requestId, hash: z.string(), untilS: z.number() }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;
