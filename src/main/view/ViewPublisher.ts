import type { AppView } from '../../bridge/views.ts';
import type { Clock } from '../time/Clock.ts';
import type { AppViews } from './AppViews.ts';

/** More often nobody could follow, and pages would do nothing but draw. */
const APART_MS = 50;

/** Sends a new snapshot when something changed, the first at once, and one when time alone changes it. */
export class ViewPublisher {
  readonly #views: AppViews;
  readonly #clock: Clock;
  readonly #publish: (view: AppView) => void;
  #isDue = false;
  #stopped = false;
  #sentAtMs = -Infinity;
  #cancelNext: () => void = () => {};

  constructor(views: AppViews, clock: Clock, publish: (view: AppView) => void) {
    this.#views = views;
    this.#clock = clock;
    this.#publish = publish;
  }

  changed(): void {
    if (this.#isDue || this.#stopped) return;
    this.#isDue = true;
    const waitMs = this.#sentAtMs + APART_MS - performance.now();
    // The first change after a while is seen at once; of many that follow each other, pages get the last.
    if (waitMs <= 0) setImmediate(() => this.#send());
    else setTimeout(() => this.#send(), waitMs);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNext();
  }

  #send(): void {
    this.#isDue = false;
    if (this.#stopped) return;
    this.#cancelNext();
    this.#sentAtMs = performance.now();
    const view = this.#views.current();
    this.#publish(view);
    const waitMs = this.#views.nextChangeMs(view);
    // A moment late rather than a moment early: the new passcode must be the current one when it is drawn.
    if (waitMs !== undefined) this.#cancelNext = this.#clock.schedule(waitMs + 5, () => this.changed());
  }
}
