import type { LockAfter } from '../../bridge/lockAfter.ts';
import type { Clock } from '../time/Clock.ts';

/** How often the computer is asked since when nobody has touched it. */
const LOOK_EVERY_MS = 5_000;

/** What the desktop tells of the person. */
export interface Presence {
  /** Where no event tells, as on Linux. */
  screenLocked: boolean;
  /** Ms since the last touch of the computer; undefined where the desktop does not tell. */
  idleMs: number | undefined;
}

export interface LockParts {
  clock: Clock;
  /** What counts right now; `off` where nothing could unlock. */
  lockAfter(): LockAfter;
  presence(): Presence;
  /** Everything that pages know must go. */
  onLocked(): void;
  onUnlocked(): void;
  onChange(): void;
}

/**
 * Goal: who sits down at a computer that was left alone sees no account, code or request in the app, and decides nothing.
 * Attacker: a passer-by, and a page of ours that was taken over. It locks the screens, not the vault: main must go on
 * receiving, and needs its keys for that.
 */
export class Lock {
  readonly #parts: LockParts;
  #isLocked = false;
  #lastUseMs: number;
  #cancelLook: () => void = () => {};

  constructor(parts: LockParts) {
    this.#parts = parts;
    this.#lastUseMs = parts.clock.monotonicMs();
  }

  isLocked(): boolean {
    return this.#isLocked;
  }

  /** The app starts, and no page knows anything yet. */
  begin(): void {
    this.#isLocked = this.#parts.lockAfter() !== 'off';
    this.used();
    this.#watch();
  }

  /** The screen was locked, or the computer goes to sleep. */
  leave(): void {
    if (this.#parts.lockAfter() !== 'off') this.lock();
  }

  lock(): void {
    if (this.#isLocked) return;
    this.#isLocked = true;
    this.#parts.onLocked();
    this.#parts.onChange();
  }

  /** Only for whoever has been verified. */
  unlock(): void {
    if (!this.#isLocked) return;
    this.#isLocked = false;
    this.used();
    this.#parts.onUnlocked();
    this.#parts.onChange();
  }

  /** Somebody does something in the app: all that counts where the desktop does not tell of its own. */
  used(): void {
    this.#lastUseMs = this.#parts.clock.monotonicMs();
  }

  stop(): void {
    this.#cancelLook();
  }

  /** For a computer that nobody touches. */
  #watch(): void {
    this.#cancelLook();
    this.#cancelLook = this.#parts.clock.schedule(LOOK_EVERY_MS, () => {
      this.#look();
      this.#watch();
    });
  }

  #look(): void {
    const after = this.#parts.lockAfter();
    if (this.#isLocked || after === 'off') return;
    const { screenLocked, idleMs } = this.#parts.presence();
    const unusedMs = idleMs ?? this.#parts.clock.monotonicMs() - this.#lastUseMs;
    if (screenLocked || (after !== 'start' && unusedMs >= Number(after) * 60_000)) this.lock();
  }
}
