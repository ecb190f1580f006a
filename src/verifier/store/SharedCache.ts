import type { Signals } from '../Signals.ts';
import type { Change, Changes } from './Changes.ts';
import type { Database } from './Store.ts';

/**
 * Rows that are read with every request and hardly ever change, kept in memory. A change on any node empties it on all; a
 * node that cannot hear the others keeps nothing.
 */
export class SharedCache<T> {
  readonly #name: string;
  readonly #changes: Changes;
  readonly #signals: Signals;
  readonly #values = new Map<string, T>();
  /** Raised whenever the cache is emptied, so that what was read before is not kept after. */
  #generation = 0;

  constructor(name: string, changes: Changes, signals: Signals) {
    this.#name = name;
    this.#changes = changes;
    this.#signals = signals;
    signals.on(`cache:${name}`, () => {
      this.#generation += 1;
      this.#values.clear();
    });
  }

  /** From memory, or as `read` finds it. What is not there is looked up each time. */
  async get(key: string, read: (db: Database) => Promise<T | undefined>): Promise<T | undefined> {
    const kept = this.#values.get(key);
    if (kept !== undefined) return kept;
    const generation = this.#generation;
    const value = await read(this.#changes.db);
    if (value !== undefined && generation === this.#generation && this.#signals.hearsAll) this.#values.set(key, value);
    return value;
  }

  /** Changes the rows behind it. */
  async change<R>(work: (change: Change) => Promise<R>): Promise<R> {
    return await this.#changes.run(async (change) => {
      const result = await work(change);
      change.announce(`cache:${this.#name}`);
      return result;
    });
  }
}
