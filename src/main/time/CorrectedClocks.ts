import type { Clock } from './Clock.ts';
import { CorrectedClock, type RememberedTime } from './CorrectedClock.ts';

/** One corrected clock for each issuer: a verifier tells the time of its own accounts and of no others. */
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

  /** Drops what is known, as when the vault is opened anew. */
  reset(): void {
    this.#clocks.clear();
  }

  resume(): void {
    for (const clock of this.#clocks.values()) clock.resume();
  }
}
