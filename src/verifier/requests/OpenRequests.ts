import type { Clock } from '../time/Clock.ts';
import type { Answered, AnswerIds } from './SettleStatements.ts';

/** More than an organisation of thousands has open at a time; beyond them the oldest is left to the database. */
const MOST = 5000;

/** With the number that the page shows, so that it need not be unsealed. */
export interface RememberedRequest extends Answered {
  readonly number: string | undefined;
}

/**
 * What this node wrote last for each account that was asked alone, so that its answer need not read it again. Memory
 * decides nothing: it is true at one turn of the subscriber, and an answer is written at that turn or not at all.
 */
export class OpenRequests {
  readonly #clock: Clock;
  /** By account, oldest first. */
  readonly #latest = new Map<string, RememberedRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  remember(answered: RememberedRequest): void {
    this.#latest.delete(answered.account.id);
    this.#latest.set(answered.account.id, answered);
    for (const [account, { transaction }] of this.#latest) {
      if (this.#latest.size <= MOST && (transaction?.expiresAt ?? 0) > this.#clock.nowMs()) return;
      this.#latest.delete(account);
    }
  }

  /** Once: whatever becomes of the answer, the memory is old by then. */
  take({ account, request }: AnswerIds): RememberedRequest | undefined {
    const answered = this.#latest.get(account);
    if (answered?.request?.id !== request) return undefined;
    this.#latest.delete(account);
    return answered;
  }
}
