import type { Signals, Topic } from '../Signals.ts';
import type { Database, Row, Store, Tx } from './Store.ts';

/** One transaction under way. */
export interface Change {
  readonly tx: Tx;
  /** Wakes who waits for this, here and on other nodes, once the transaction is committed. */
  readonly announce: (...topics: Topic[]) => void;
}

/** PostgreSQL's word for a transaction that would have come through alone: deadlock, serialization failure. */
const PASSING = new Set(['40P01', '40001']);
const MOST_TRIES = 5;

/** Everything that changes what somebody may be waiting for goes through here. */
export class Changes {
  readonly #store: Store;
  readonly #signals: Signals;

  constructor(store: Store, signals: Signals) {
    this.#store = store;
    this.#signals = signals;
  }

  get db(): Database {
    return this.#store.db;
  }

  /** One statement that tells the other nodes itself, see `notifySql`; `topics` are announced here once it is committed. */
  async runStatement<R extends Row>(text: string, values: readonly unknown[], topics: (rows: R[]) => Topic[] = () => []): Promise<R[]> {
    const rows = await this.#retrying(async () => await this.#store.run<R>(text, values));
    this.#emitLater(topics(rows));
    return rows;
  }

  /** `work` may run again after a deadlock, so that it must change nothing but the database. */
  async run<T>(work: (change: Change) => Promise<T>): Promise<T> {
    return await this.#retrying(async () => await this.#once(work));
  }

  async #retrying<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (tries === MOST_TRIES || !isPassing(error)) throw error;
      }
    }
  }

  async #once<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const topics = new Set<Topic>();
    const result = await this.#store.db.transaction(async (tx) => {
      const done = await work({ tx, announce: (...more) => more.forEach((topic) => topics.add(topic)) });
      await this.#store.nodes.tell(tx, [...topics]);
      return done;
    });
    this.#emitLater([...topics]);
    return result;
  }

  /** Whoever made the change goes on first: its answer needs no look at the database, those of the woken do. */
  #emitLater(topics: readonly Topic[]): void {
    if (topics.length > 0) setImmediate(() => topics.forEach((topic) => this.#signals.emit(topic)));
  }
}

function isPassing(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string' && PASSING.has(cause.code)) return true;
  return false;
}
