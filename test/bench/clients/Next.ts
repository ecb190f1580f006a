const PATIENCE_MS = 30_000;

/** The next value of something that keeps coming, for the one who waits for it; what nobody waits for is dropped. */
export class Next<T> {
  #resolve: ((value: T) => void) | undefined;

  /** Fails after a while in which nothing came, for else the whole run would wait for ever. */
  async take(): Promise<T> {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Nothing came.')), PATIENCE_MS);
      this.#resolve = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
    });
  }

  give(value: T): void {
    this.#resolve?.(value);
    this.#resolve = undefined;
  }
}
