/**
 * Wakes who waits for news, within this process. It carries no content: the rows of the database are the truth, and whoever
 * is woken reads them. A second node would be woken through the database the same way.
 */
export type Topic = `transaction:${string}` | `pairing:${string}` | `account:${string}`;

export class Signals {
  readonly #listeners = new Map<Topic, Set<() => void>>();
  #closed = false;

  /** Calls `listener` at each signal until the returned function is called. */
  on(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  emit(topic: Topic): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }

  /** Reads until `isNews` or until `waitMs` have passed; returns what was read last. */
  async poll<T>(topic: Topic, waitMs: number, read: () => Promise<T>, isNews: (value: T) => boolean): Promise<T> {
    const end = performance.now() + waitMs;
    for (;;) {
      // Listen before reading, so that nothing falls between the two.
      const { woken, stop } = this.#next(topic, end - performance.now());
      try {
        const value = await read();
        if (isNews(value) || this.#closed || performance.now() >= end) return value;
        await woken;
      } finally {
        stop();
      }
    }
  }

  /** Lets everybody who waits go. */
  close(): void {
    this.#closed = true;
    for (const topic of this.#listeners.keys()) this.emit(topic);
  }

  #next(topic: Topic, ms: number): { woken: Promise<void>; stop: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const off = this.on(topic, resolve);
    const timer = setTimeout(resolve, Math.max(ms, 0));
    return {
      woken: promise,
      stop: () => {
        off();
        clearTimeout(timer);
      },
    };
  }
}
