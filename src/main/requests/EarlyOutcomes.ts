import type { LocalOutcome } from './HeldRequest.ts';

const KEPT = 64;

/** What the verifier said of requests that have not come: somebody on the way held them up. The newest only, and not over a restart. */
export class EarlyOutcomes {
  readonly #outcomes = new Map<string, LocalOutcome>();

  remember(id: string, outcome: LocalOutcome): void {
    this.#outcomes.set(id, outcome);
    const [oldest] = this.#outcomes.keys();
    if (this.#outcomes.size > KEPT && oldest !== undefined) this.#outcomes.delete(oldest);
  }

  /** The outcome of a request that has come after all. */
  take(id: string): LocalOutcome | undefined {
    const outcome = this.#outcomes.get(id);
    this.#outcomes.delete(id);
    return outcome;
  }
}
