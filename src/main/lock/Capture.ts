import type { Clock } from '../time/Clock.ts';

/** Long enough for a call with the help desk, short enough to be forgotten. */
export const CAPTURE_ALLOWED_MS = 30 * 60_000;

/**
 * Whether windows may be captured. They are shielded, but for half an hour after the person let somebody look on; not even
 * a restart keeps them open.
 */
export class Capture {
  readonly #clock: Clock;
  readonly #onChange: (isAllowed: boolean) => void;
  #untilMs = 0;
  #cancel: () => void = () => {};

  /** @param onChange told whenever the shield goes up or down */
  constructor(clock: Clock, onChange: (isAllowed: boolean) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Ms for which windows may be captured still; 0: they are shielded. */
  get allowedMs(): number {
    return Math.max(0, this.#untilMs - this.#clock.monotonicMs());
  }

  allow(): void {
    this.#cancel();
    this.#untilMs = this.#clock.monotonicMs() + CAPTURE_ALLOWED_MS;
    this.#cancel = this.#clock.schedule(CAPTURE_ALLOWED_MS, () => this.shield());
    this.#onChange(true);
  }

  shield(): void {
    this.#cancel();
    this.#untilMs = 0;
    this.#onChange(false);
  }
}
