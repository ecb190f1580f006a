import type { Clock } from '../time/Clock.ts';

/** How long a request must have been on screen before it can be approved. */
export const APPROVE_AFTER_MS = 700;

/**
 * Since when each request has really been on screen, by main's own clock. A renderer that lies about it, or a key pressed
 * for another program, cannot approve what nobody had the time to read.
 */
export class DisplayClock {
  readonly #clock: Clock;
  readonly #since = new Map<string, number>();
  #wanted: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The request that the person asked to see among several: from the list, the tray or a notification. */
  get wanted(): string | undefined {
    return this.#wanted;
  }

  want(id: string): void {
    this.#wanted = id;
  }

  displayed(id: string): void {
    if (!this.#since.has(id)) this.#since.set(id, this.#clock.monotonicMs());
  }

  /** The window was hidden or closed: what comes up again starts anew. */
  hidden(): void {
    this.#since.clear();
    this.#wanted = undefined;
  }

  isDisplayed(id: string): boolean {
    return this.#since.has(id);
  }

  /** Ms until the request can be approved; undefined while it is not on screen. */
  approveInMs(id: string): number | undefined {
    const since = this.#since.get(id);
    return since === undefined ? undefined : Math.max(0, since + APPROVE_AFTER_MS - this.#clock.monotonicMs());
  }
}
