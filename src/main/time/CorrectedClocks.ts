import type { Clock } from './Clock.ts';
import { CorrectedClock, type RememberedTime } from './CorrectedClock.ts';

/** Verifiers whose times lie further apart do not agree. */
const AGREED_MS = 5_000;

/** One corrected clock for each issuer. A verifier tells the time of its own accounts. */
export class CorrectedClocks {
  readonly #clock: Clock;
  readonly #remembered: (issuer: string) => RememberedTime;
  readonly #clocks = new Map<string, CorrectedClock>();

  /** @param remembered what was last learnt from an issuer */
  constructor(clock: Clock, remembered: (issuer: string) => RememberedTime) {
    this.#clock = clock;
    this.#remembered = remembered;
  }

  of(issuer: string): CorrectedClock {
    const known = this.#clocks.get(issuer);
    if (known !== undefined) return known;
    const made = new CorrectedClock(this.#clock, this.#remembered(issuer));
    this.#clocks.set(issuer, made);
    return made;
  }

  /**
   * The time for sites that know of no verifier, ms since the epoch: what all verifiers that were heard agree on. Where none was, or
   * one of them tells another time than the others, it is this computer's: no single one bends what the others keep straight.
   */
  agreedMs(): number {
    const heard = [...this.#clocks.values()].flatMap(({ heardMs }) => heardMs ?? []).toSorted((a, b) => a - b);
    const [first, last] = [heard[0], heard.at(-1)];
    return first === undefined || last === undefined || last - first > AGREED_MS ? this.#clock.nowMs() : first;
  }

  /** Drops what is known, as when the vault is opened anew. */
  reset(): void {
    this.#clocks.clear();
  }

  resume(): void {
    for (const clock of this.#clocks.values()) clock.resume();
  }
}
