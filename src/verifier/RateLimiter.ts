import type { Clock } from './time/Clock.ts';

export interface Rate {
  /** So many at once … */
  burst: number;
  /** … and again as many over this time, evenly. */
  perMs: number;
}

/** Token buckets by key, in memory: a restart forgets them, which costs an attacker more than it gives. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Takes one; false when none is left. */
  take(key: string): boolean {
    const bucket = this.#refilled(key);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Gives one back, for what turned out to deserve no limit. */
  refund(key: string): void {
    const bucket = this.#refilled(key);
    bucket.tokens = Math.min(bucket.tokens + 1, this.#rate.burst);
  }

  #refilled(key: string): { tokens: number; atMs: number } {
    const nowMs = this.#clock.nowMs();
    if (this.#buckets.size > 10_000) this.#forgetFull(nowMs);
    const bucket = this.#buckets.get(key) ?? { tokens: this.#rate.burst, atMs: nowMs };
    bucket.tokens = this.#tokensAt(bucket, nowMs);
    bucket.atMs = nowMs;
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #tokensAt(bucket: { tokens: number; atMs: number }, nowMs: number): number {
    const regained = (Math.max(nowMs - bucket.atMs, 0) * this.#rate.burst) / this.#rate.perMs;
    return Math.min(bucket.tokens + regained, this.#rate.burst);
  }

  #forgetFull(nowMs: number): void {
    for (const [key, bucket] of this.#buckets) if (this.#tokensAt(bucket, nowMs) >= this.#rate.burst) this.#buckets.delete(key);
  }
}
