/**
 * Slow work in a few lanes, however many lists wait for it. Lists take turns item by item, so that a short one does not
 * wait for the end of a long one.
 */
export class Lanes {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /** @param most items at once, over all lists */
  constructor(most: number) {
    this.#most = most;
  }

  /** The results in the order of the items. The first failure is thrown, and nothing is begun after it. */
  async map<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    const left = items.entries();
    let failed = false;
    const lane = async (): Promise<void> => {
      for (const [index, item] of left) {
        await this.#enter();
        try {
          if (failed) return;
          results[index] = await work(item);
        } catch (error) {
          failed = true;
          throw error;
        } finally {
          this.#leave();
        }
      }
    };
    await Promise.all(Array.from({ length: this.#most }, lane));
    return results;
  }

  async #enter(): Promise<void> {
    if (this.#busy < this.#most) {
      this.#busy += 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  /** A place that somebody waits for is handed on and never free in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy -= 1;
    else next();
  }
}
