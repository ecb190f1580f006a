import type { Clock } from './Clock.ts';

/** Apps leave a difference of 1 s alone, and a clock that is merely corrected wanders by less than this. */
const NOTICED_MS = 3_000;

/** Notices that this computer's clock was set: it has parted from the monotonic one, which only passes. */
export class StepWatch {
  readonly #clock: Clock;
  #differenceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#differenceMs = this.#difference();
  }

  /** Whether the clock was set since the last time that this was said, in one step or little by little. */
  hasStepped(): boolean {
    const differenceMs = this.#difference();
    if (Math.abs(differenceMs - this.#differenceMs) <= NOTICED_MS) return false;
    this.#differenceMs = differenceMs;
    return true;
  }

  #difference(): number {
    return this.#clock.nowMs() - this.#clock.monotonicMs();
  }
}
