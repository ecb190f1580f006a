/** Runs pieces of work with the same key one after the other, in the order of the calls; other keys don't wait. */
export class KeyedOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves when all work called for so far is done, well or not. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#last.values());
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    // One piece's failure is its caller's business, not the next one's.
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
