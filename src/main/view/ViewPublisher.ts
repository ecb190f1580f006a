import type { AppView } from '../../bridge/views.ts';
import type { Clock } from '../time/Clock.ts';
import type { AppViews } from './AppViews.ts';

/** Sends a new snapshot when something changed: at most one for each turn of the event loop, and one when time alone changes it. */
export class ViewPublisher {
  readonly #views: AppViews;
  readonly #clock: Clock;
  readonly #publish: (view: AppView) => void;
  #isDue = false;
  #stopped = false;
  #cancelNext: () => void = () => {};

  constructor(views: AppViews, clock: Clock, publish: (view: AppView) => void) {
    this.#views = views;
    this.#clock = clock;
    this.#publish = publish;
  }

  changed(): void {
    if (this.#isDue || this.#stopped) return;
    this.#isDue = true;
    setImmediate(() => this.#send());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
  }

  #send(): void {
    this.#isDue = false;
    if (this.#stopped) return;
    this.#cancelNext();
    this.#publish(this.#views.current());
    const waitMs = this.#views.nextChangeMs();
    // A moment late rather than a moment early: the new passcode must be the current one when it is drawn.
    if (waitMs !== undefined) this.#cancelNext = this.#clock.schedule(waitMs + 5, () => this.changed());
  }
}
