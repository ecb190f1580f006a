import type { Clock } from './Clock.ts';

/** Closer than this, a signed time in whole seconds cannot tell the clocks apart. */
const RESOLUTION_MS = 1_000;

/** A reply that took longer tells little: whoever held it up on the way could bend the time by half of that. */
const SLOWEST_MS = 10_000;

/** What outlives a start, all ms. */
export interface RememberedTime {
  /** Verifier's time minus this computer's. */
  offsetMs?: number | undefined;
  /** The verifier's time as it was last told. */
  toldMs?: number | undefined;
}

/**
 * A verifier's time, learnt only from its nonce-bound signed replies. Between them it runs on the monotonic clock, so a
 * stepped or wrong clock of this computer changes no passcode and no countdown.
 */
export class CorrectedClock {
  readonly #clock: Clock;
  /** Verifier's time minus this computer's, as last learnt; remembered over restarts. */
  #offsetMs: number | undefined;
  /** The last signed time. */
  #toldMs: number | undefined;
  #anchor: { verifierMs: number; monotonicMs: number } | undefined;

  constructor(clock: Clock, remembered: RememberedTime = {}) {
    this.#clock = clock;
    this.#offsetMs = remembered.offsetMs;
    this.#toldMs = remembered.toldMs;
  }

  /** Ms by which the verifier is ahead of this computer; undefined until a reply told it. */
  get offsetMs(): number | undefined {
    return this.#offsetMs;
  }

  /** What to keep for the next start. */
  get remembered(): RememberedTime {
    return { offsetMs: this.#offsetMs, toldMs: this.#toldMs };
  }

  /** The verifier's time that has surely come, whatever this computer's clock says; undefined before the first reply of all. */
  get surelyMs(): number | undefined {
    return this.#anchor === undefined ? this.#toldMs : this.nowMs();
  }

  /** The verifier's time by a reply that came since the start or the last sleep, ms since the epoch; undefined without one. */
  get heardMs(): number | undefined {
    return this.#anchor === undefined ? undefined : this.nowMs();
  }

  /** Best knowledge of the verifier's time, ms since the epoch. */
  nowMs(): number {
    if (this.#anchor === undefined) return this.#clock.nowMs() + (this.#offsetMs ?? 0);
    return this.#anchor.verifierMs + (this.#clock.monotonicMs() - this.#anchor.monotonicMs);
  }

  /** @param iatSeconds the reply's signed time; it was made somewhere between `askedMs` and now on the monotonic clock. */
  learn(iatSeconds: number, askedMs: number): void {
    const monotonicMs = this.#clock.monotonicMs();
    if (monotonicMs - askedMs > SLOWEST_MS) return;
    // The reply was signed within that second and, on average, half a round trip ago.
    const heardMs = iatSeconds * 1000 + RESOLUTION_MS / 2 + (monotonicMs - askedMs) / 2;
    const believed = this.#anchor === undefined && this.#offsetMs === undefined ? this.#clock.nowMs() : this.nowMs();
    const verifierMs = Math.abs(heardMs - believed) <= RESOLUTION_MS ? believed : heardMs;
    this.#toldMs = iatSeconds * 1000;
    this.#anchor = { verifierMs, monotonicMs };
    this.#offsetMs = Math.round(verifierMs - this.#clock.nowMs());
  }

  /** After sleep the monotonic clock may have stood still, so this computer's clock and the last offset count until the next reply. */
  resume(): void {
    this.#anchor = undefined;
  }
}
