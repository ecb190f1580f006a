import type { AppView, PasscodeViews } from '../../bridge/views.ts';
import type { Clock } from '../time/Clock.ts';
import type { AppViews } from './AppViews.ts';

/** More often nobody could follow, and pages would do nothing but draw. */
const APART_MS = 50;
/** A moment late rather than a moment early: what time has changed must be the current one when it is drawn. */
const LATE_MS = 5;

export interface Audience {
  onView(view: AppView): void;
  onPasscodes(passcodes: PasscodeViews): void;
}

/**
 * Sends a new snapshot when something changed, the first at once, and one when time alone changes it. Of passcodes whose time is
 * over nothing but the new ones is sent.
 */
export class ViewPublisher {
  readonly #views: AppViews;
  readonly #clock: Clock;
  readonly #audience: Audience;
  #next: ReturnType<typeof setImmediate> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #sentAtMs = -Infinity;
  #cancelView: () => void = () => {};
  #cancelPasscodes: () => void = () => {};

  constructor(views: AppViews, clock: Clock, audience: Audience) {
    this.#views = views;
    this.#clock = clock;
    this.#audience = audience;
  }

  /** @param when `at once`: the person waits for just this, as for the vault to open; it is not held back by what was sent before */
  changed(when: 'soon' | 'at once' = 'soon'): void {
    if (this.#stopped || this.#next !== undefined) return;
    // The first change after a while is seen at once; of many that follow each other, pages get the last.
    const waitMs = when === 'at once' ? 0 : this.#sentAtMs + APART_MS - performance.now();
    if (waitMs > 0) {
      this.#timer ??= setTimeout(() => this.#send(), waitMs);
      return;
    }
    clearTimeout(this.#timer);
    this.#next = setImmediate(() => this.#send());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelView();
    this.#cancelPasscodes();
  }

  #send(): void {
    this.#next = undefined;
    this.#timer = undefined;
    if (this.#stopped) return;
    this.#cancelView();
    this.#sentAtMs = performance.now();
    const view = this.#views.current();
    this.#audience.onView(view);
    const waitMs = this.#views.nextChangeMs(view);
    if (waitMs !== undefined) this.#cancelView = this.#clock.schedule(waitMs + LATE_MS, () => this.changed());
    this.#awaitPasscodes(view.passcodes);
  }

  #awaitPasscodes(passcodes: PasscodeViews): void {
    this.#cancelPasscodes();
    const waitMs = Object.values(passcodes).reduce((least, { remainingMs }) => Math.min(least, remainingMs), Infinity);
    if (waitMs !== Infinity) this.#cancelPasscodes = this.#clock.schedule(Math.max(0, waitMs) + LATE_MS, () => this.#sendPasscodes());
  }

  #sendPasscodes(): void {
    if (this.#stopped) return;
    const passcodes = this.#views.passcodes();
    this.#audience.onPasscodes(passcodes);
    this.#awaitPasscodes(passcodes);
  }
}
