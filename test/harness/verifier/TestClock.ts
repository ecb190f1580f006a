import type { Clock } from '../../../src/verifier/time/Clock.ts';

/** The real time plus what a test adds to it. */
export class TestClock implements Clock {
  #wallAheadMs = 0;
  #monotonicAheadMs = 0;

  nowMs(): number {
    return Date.now() + this.#wallAheadMs;
  }

  monotonicMs(): number {
    return performance.now() + this.#monotonicAheadMs;
  }

  /** Time passes. */
  advance(ms: number): void {
    this.#wallAheadMs += ms;
    this.#monotonicAheadMs += ms;
  }

  /** Somebody, or a time server, sets the clock. */
  stepWall(ms: number): void {
    this.#wallAheadMs += ms;
  }
}
