import type { Clock } from '../../../src/verifier/time/Clock.ts';

/** The real time plus what a test adds to it. */
export class TestClock implements Clock {
  #offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}
