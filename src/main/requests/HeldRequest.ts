import type { Decision } from '../../protocol/messages/answer.ts';
import type { Outcome } from '../../protocol/messages/event.ts';
import type { AuthenticationRequest } from '../../protocol/messages/request.ts';

/** `missed` is this computer's own word: the time ran out and nobody had decided here. */
export type LocalOutcome = Outcome | 'missed';

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
  readonly decided?: { readonly decision: Decision; readonly answer: string };
  readonly ended?: { readonly outcome: LocalOutcome; readonly atMs: number };
}

export function requestIdOf(accountRecordId: string, jti: string): string {
  return `${accountRecordId}.${jti}`;
}

/** The moment, in the verifier's ms, from which no answer counts. */
export function deadlineMs(held: HeldRequest): number {
  return held.request.exp * 1000;
}
