import type { Clock } from '../../../src/main/time/Clock.ts';

interface Timer {
  dueMs: number;
  run: () => void;
  handle: NodeJS.Timeout;
}

/** The clocks and timers of one computer: they run for real, and a test may put them forward, set them or let the computer sleep. */
export class ComputerClock implements Clock {
  readonly #timers = new Set<Timer>();
  #wallAheadMs: number;
  #monotonicAheadMs = 0;

  /** @param wallAheadMs how far this computer's clock is ahead of the true time */
  constructor(wallAheadMs = 0) {
    this.#wallAheadMs = wallAheadMs;
  }

  nowMs(): number {
    return Date.now() + this.#wallAheadMs;
  }

  monotonicMs(): number {
    return performance.now() + this.#monotonicAheadMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const dueMs = this.monotonicMs() + Math.max(0, delayMs);
    const timer: Timer = { dueMs, run, handle: setTimeout(() => this.#fire(timer), Math.min(Math.max(0, delayMs), 2_147_483_647)) };
    this.#timers.add(timer);
    return () => this.#drop(timer);
  }

  /** Time passes on both clocks, and whatever is due by then happens. */
  advance(ms: number): void {
    this.#wallAheadMs += ms;
    this.#monotonicAheadMs += ms;
    const waiting = [...this.#timers].toSorted((a, b) => a.dueMs - b.dueMs);
    for (const timer of waiting) {
      if (!this.#timers.has(timer)) continue;
      clearTimeout(timer.handle);
      const leftMs = timer.dueMs - this.monotonicMs();
      if (leftMs <= 0) this.#fire(timer);
      else timer.handle = setTimeout(() => this.#fire(timer), Math.min(leftMs, 2_147_483_647));
    }
  }

  /** Somebody, or a time server, sets the computer's clock. */
  stepWall(ms: number): void {
    this.#wallAheadMs += ms;
  }

  /** The computer sleeps: its clock goes on, the monotonic clock and the timers stand still. */
  sleep(ms: number): void {
    this.#wallAheadMs += ms;
  }

  #fire(timer: Timer): void {
    this.#drop(timer);
    timer.run();
  }

  #drop(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
