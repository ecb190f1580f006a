import type { Clock } from '../../../../src/main/time/Clock.ts';

interface Timer {
  dueMs: number;
  run: () => void;
}

/** Both clocks of a computer and its timers, moved by hand. Timers run on the monotonic clock, as real ones do. */
export class FakeClock implements Clock {
  #wallMs: number;
  #monotonicMs = 5_000;
  readonly #timers = new Set<Timer>();

  constructor(wallMs = Date.UTC(2026, 2, 1, 9)) {
    this.#wallMs = wallMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#monotonicMs + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Delays of the timers that wait, shortest first. */
  get waitingMs(): number[] {
    return [...this.#timers].map(({ dueMs }) => dueMs - this.#monotonicMs).toSorted((a, b) => a - b);
  }

  /** Time passes on both clocks, and timers fire when they are due, in order. */
  advance(ms: number): void {
    const endMs = this.#monotonicMs + ms;
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.#move(next.dueMs - this.#monotonicMs);
      next.run();
    }
    this.#move(endMs - this.#monotonicMs);
  }

  /** Somebody sets the computer's clock. */
  stepWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** The computer sleeps: the monotonic clock and the timers stand still. */
  sleep(ms: number): void {
    this.#wallMs += ms;
  }

  #move(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
  }

  #next(endMs: number): Timer | undefined {
    return [...this.#timers].filter(({ dueMs }) => dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  }
}
