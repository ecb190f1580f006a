/**
 * Wakes who waits for news, within this process. It carries no content: the rows of the database are the truth, and whoever
 * is woken reads them. Other nodes are woken through the database (store/Nodes.ts).
 */
export type Topic =
  | `transaction:${string}`
  | `pairing:${string}`
  /** Something is to be sent to the account. */
  | `account:${string}`
  /** The account was attached on another node. */
  | `attachment:${string}`
  /** What a cache of this name holds has changed. */
  | `cache:${string}`;

export class Signals {
  readonly #listeners = new Map<Topic, Set<() => void>>();
  #closed = false;
  #hearsAll = true;

  /** Whether signals of all nodes arrive; false while this one is cut off from the others. */
  get hearsAll(): boolean {
    return this.#hearsAll;
  }

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

  /** This node no longer hears the others: from here on news may be missed. */
  deafen(): void {
    this.#hearsAll = false;
    this.#emitAll();
  }

  /** It hears them again: everybody looks at what may have been missed. */
  recover(): void {
    this.#hearsAll = true;
    this.#emitAll();
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
    this.#emitAll();
  }

  #emitAll(): void {
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
