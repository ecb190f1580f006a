import type { Clock } from '../time/Clock.ts';
import { deadlineMs, type HeldRequest } from './HeldRequest.ts';

export interface HalfTimeParts {
  clock: Clock;
  /** The verifier's time of an issuer, ms. */
  verifierNowMs: (issuer: string) => number;
  /** Half of the time of an open request is over, and nobody has answered. */
  onHalfTime: (id: string) => void;
}

/** Alerts once more for a request that nobody has answered by half time. Once for each, and not for one that came later than that. */
export class HalfTime {
  readonly #parts: HalfTimeParts;
  /** Requests that are open, with what stops their alert. */
  readonly #followed = new Map<string, () => void>();

  constructor(parts: HalfTimeParts) {
    this.#parts = parts;
  }

  /** Takes over which requests are open now. */
  follow(open: readonly HeldRequest[]): void {
    const ids = new Set(open.map(({ id }) => id));
    for (const [id, stop] of this.#followed) {
      if (ids.has(id)) continue;
      stop();
      this.#followed.delete(id);
    }
    for (const held of open) if (!this.#followed.has(held.id)) this.#followed.set(held.id, this.#schedule(held));
  }

  #schedule(held: HeldRequest): () => void {
    const { clock, verifierNowMs, onHalfTime } = this.#parts;
    const halfTimeMs = (held.request.iat * 1000 + deadlineMs(held)) / 2;
    const waitMs = halfTimeMs - verifierNowMs(held.issuer);
    return waitMs > 0 ? clock.schedule(waitMs, () => onHalfTime(held.id)) : () => {};
  }
}
