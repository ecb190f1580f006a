import type { Activity } from '../activity/Activity.ts';
import { type HeldRequest, isUnderWay, type LocalOutcome } from '../requests/HeldRequest.ts';

const UNWANTED = new Set<LocalOutcome | undefined>(['denied', 'reported', 'missed', 'expired']);

export interface UnexpectedRequest {
  /** Record id of the account. */
  account: string;
  atMs: number;
}

/**
 * The requests since `sinceMs` that the person did not want: denied, reported, or left without an answer. From what is
 * held and from the history, so that neither a restart nor a history that is not kept forgets one.
 * @param lines of the history, newest first
 */
export function unexpectedRequests(
  held: readonly HeldRequest[],
  lines: readonly Activity[],
  sinceMs: number,
): readonly UnexpectedRequest[] {
  const found = new Map<string, UnexpectedRequest>();
  for (const { id, atMs, type, account, outcome } of lines) {
    if (atMs <= sinceMs) break;
    if (type === 'request' && account !== undefined && UNWANTED.has(outcome)) found.set(id, { account, atMs });
  }
  for (const request of held) {
    const { id, account, receivedAtMs: atMs } = request;
    if (atMs > sinceMs && isUnwanted(request)) found.set(id, { account, atMs });
  }
  return [...found.values()];
}

/** Before the verifier has spoken, the person has. */
function isUnwanted(request: HeldRequest): boolean {
  return isUnderWay(request) ? request.decided.decision !== 'approve' : UNWANTED.has(request.ended?.outcome);
}
