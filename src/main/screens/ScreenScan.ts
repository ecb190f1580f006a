import type { ScreenPicture } from '../../bridge/api.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { Clock } from '../time/Clock.ts';

/** In milliseconds. A person needs longer to see what was found. */
const PAUSE_MS = 1_000;

export interface ScreenScanParts {
  clock: Clock;
  /** A picture of every screen. @throws IntentError */
  capture: () => Promise<ScreenPicture[]>;
  /** Whether the main window has the keyboard, by the window system's word. */
  isInFront: () => boolean;
  isLocked: () => boolean;
}

/**
 * Goal: the screens are captured because the person has just pressed a button in front of them, and nothing of it outlasts the reading.
 * Attacker: a page of ours that was taken over, and would watch the screens behind the person's back.
 */
export class ScreenScan {
  readonly #parts: ScreenScanParts;
  #isRunning = false;
  #notBeforeMs = -Infinity;

  constructor(parts: ScreenScanParts) {
    this.#parts = parts;
  }

  /** @throws IntentError screen-busy, screen-denied, screen-unavailable, app-locked */
  async run(): Promise<ScreenPicture[]> {
    const { clock, capture, isInFront, isLocked } = this.#parts;
    if (this.#isRunning || clock.monotonicMs() < this.#notBeforeMs || !isInFront()) throw new IntentError('screen-busy');
    this.#isRunning = true;
    try {
      const pictures = await capture();
      // The computer was left meanwhile: whoever is there now is told nothing.
      if (isLocked()) throw new IntentError('app-locked');
      return pictures;
    } finally {
      this.#isRunning = false;
      this.#notBeforeMs = clock.monotonicMs() + PAUSE_MS;
    }
  }
}
