import type { PasscodeView, PasscodeViews } from '../../bridge/views.ts';

const SECOND_MS = 1000;

/** The passcodes of this moment as main told them last, and the seconds that run since. Whoever shows one is drawn again every second; nobody else is. */
export class Passcodes {
  readonly #listeners = new Set<() => void>();
  #all: PasscodeViews = {};
  #arrivedMs = 0;
  #elapsedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** New ones take the place of all before: what is not among them is forgotten. */
  take(passcodes: PasscodeViews): void {
    this.#all = passcodes;
    this.#arrivedMs = performance.now();
    this.#tell();
  }

  /** The same object until new ones come. */
  of(id: string): PasscodeView | undefined {
    return this.#all[id];
  }

  /** Since the passcodes came, in steps of about a second. */
  elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** Bound, as React calls it, which looks right after whether something has changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#timer === undefined) {
      // Within the same second nothing has: what is drawn for the first time is not drawn twice.
      if (this.#sinceArrivalMs() - this.#elapsedMs >= SECOND_MS) this.#elapsedMs = this.#sinceArrivalMs();
      this.#awaitSecond();
    }
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #tell(): void {
    this.#elapsedMs = this.#sinceArrivalMs();
    for (const listener of this.#listeners) listener();
    this.#awaitSecond();
  }

  /** One timer for all, and none while no passcode is on show. */
  #awaitSecond(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#listeners.size === 0 ? undefined : setTimeout(() => this.#tell(), SECOND_MS);
  }

  #sinceArrivalMs(): number {
    return performance.now() - this.#arrivedMs;
  }
}
