import { z } from 'zod';
import { LIMITS } from '../../protocol/limits.ts';
import type { Decision } from '../../protocol/messages/answer.ts';
import type { Outcome } from '../../protocol/messages/event.ts';
import type { AuthenticationRequest } from '../../protocol/messages/request.ts';

/**
 * This computer's own words. `missed`: the time ran out and nobody had decided here. `unknown`: it was decided here, and
 * the verifier knows nothing of it.
 */
export const ownWordSchema = z.enum(['missed', 'unknown']);
/** Where the person decided. */
export const decidedBySchema = z.enum(['window', 'notification']);
export type DecidedBy = z.infer<typeof decidedBySchema>;
type OwnWord = z.infer<typeof ownWordSchema>;
export type LocalOutcome = Outcome | OwnWord;

/** One request as this computer holds it. */
export interface HeldRequest {
  readonly id: string;
  /** Record id of the account. */
  readonly account: string;
  readonly issuer: string;
  readonly organisation: string;
  readonly subscriber: string;
  /** The signed bytes, to which the answer's hash refers. */
  readonly jws: string;
  readonly request: AuthenticationRequest;
  readonly receivedAtMs: number;
  /** Without `by` it was in the approval window. */
  readonly decided?: { readonly decision: Decision; readonly answer: string; readonly by?: DecidedBy | undefined };
  readonly ended?: { readonly outcome: LocalOutcome; readonly atMs: number };
}

/** Only a word of this computer's own gives way to the verifier's. */
export function isOwnWord(outcome: LocalOutcome | undefined): outcome is OwnWord {
  return outcome === 'missed' || outcome === 'unknown';
}

/** Decided here, and the verifier has not spoken yet. */
export function isUnderWay(held: HeldRequest): held is HeldRequest & { decided: NonNullable<HeldRequest['decided']> } {
  return held.decided !== undefined && held.ended === undefined;
}

export function requestIdOf(accountRecordId: string, jti: string): string {
  return `${accountRecordId}.${jti}`;
}

/** Record id of the account of such an id. */
export function accountOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

/** The moment, in the verifier's ms, from which no answer counts. */
export function deadlineMs(held: HeldRequest): number {
  return held.request.exp * 1000;
}

/** The moment, in the verifier's ms, until which a verifier that knows the request has told how it ended. */
export function outcomeDueMs(held: HeldRequest): number {
  return deadlineMs(held) + LIMITS.outcomeWithinSeconds * 1000;
}
