/** The next value of something that keeps coming, for the one who waits for it; what nobody waits for is dropped. */
export class Next<T> {
  #resolve: ((value: T) => void) | undefined;

  async take(): Promise<T> {
    return await new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  give(value: T): void {
    this.#resolve?.(value);
    this.#resolve = undefined;
  }
}
