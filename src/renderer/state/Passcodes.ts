import type { PasscodeViews } from '../../bridge/views.ts';
import { passcodeAt, type ShownPasscode } from './countdown.ts';

const SECOND_MS = 1000;

/** The passcodes of this moment as main told them last, and the seconds that run since. Whoever shows one is drawn again every second; nobody else is. */
export class Passcodes {
  readonly #listeners = new Set<() => void>();
  #all: PasscodeViews = {};
  /** Of this second, by account. */
  readonly #shown = new Map<string, ShownPasscode | undefined>();
  #arrivedMs = 0;
  #elapsedMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** New ones take the place of all before: what is not among them is forgotten. */
  take(passcodes: PasscodeViews): void {
    this.#all = passcodes;
    this.#arrivedMs = performance.now();
    this.#tell();
  }

  has(id: string): boolean {
    return this.#all[id] !== undefined;
  }

  /** What to show of an account's passcode, or that there is nothing; the same object until a second has gone by or new ones come. */
  shown(id: string): ShownPasscode | undefined {
    const passcode = this.#all[id];
    if (passcode !== undefined && !this.#shown.has(id)) this.#shown.set(id, passcodeAt(passcode, this.#elapsedMs));
    return this.#shown.get(id);
  }

  /** Bound, as React calls it, which looks right after whether something has changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#timer === undefined) {
      // Within the same second nothing has: what is drawn for the first time is not drawn twice.
      if (this.#sinceArrivalMs() - this.#elapsedMs >= SECOND_MS) this.#look();
      this.#awaitSecond();
    }
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #tell(): void {
    this.#look();
    for (const listener of this.#listeners) listener();
    this.#awaitSecond();
  }

  #look(): void {
    this.#elapsedMs = this.#sinceArrivalMs();
    this.#shown.clear();
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
