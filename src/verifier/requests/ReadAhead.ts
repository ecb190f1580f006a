import type { Clock } from '../time/Clock.ts';
import type { AskedSubscriber, AskStatements } from './AskStatements.ts';

/** Later than the answers that somebody waits for at this moment. */
const DELAY_MS = 50;
/** More than are attached to one node; beyond them the oldest is read when it is asked. */
const MOST = 20_000;

/**
 * Subscribers whose app has come to this node, read before anybody asks them, and again after each change that concerned
 * them here. Memory decides nothing: it is true at one turn of the subscriber, and a request is written at that turn or not
 * at all.
 */
export class ReadAhead {
  readonly #statements: AskStatements;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  /** By sign-in name, oldest first. */
  readonly #known = new Map<string, AskedSubscriber>();
  /** Accounts whose owners are to be read. */
  readonly #wanted = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(statements: AskStatements, clock: Clock, onError: (error: unknown) => void) {
    this.#statements = statements;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Reads the owner of an account anew, soon. */
  prepare(accountId: string): void {
    if (this.#isClosed) return;
    this.#wanted.add(accountId);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#reading = this.#reading.then(async () => await this.#readWanted());
    }, DELAY_MS);
  }

  /** Once: whoever is asked is another one afterwards. */
  take(name: string): AskedSubscriber | undefined {
    const known = this.#known.get(name);
    this.#known.delete(name);
    return known;
  }

  /** Resolves when nothing is being read any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#wanted.clear();
    await this.#reading;
  }

  /** One after the other, so that those who are asked at this moment find the database free. */
  async #readWanted(): Promise<void> {
    for (const accountId of this.#wanted) {
      this.#wanted.delete(accountId);
      try {
        this.#remember(await this.#statements.readOwner(accountId, this.#clock.nowMs()));
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  #remember(asked: AskedSubscriber | undefined): void {
    if (asked === undefined) return;
    this.#known.delete(asked.name);
    // Time alone, without a turn, changes who is muted.
    if (asked.hasMuted) return;
    this.#known.set(asked.name, asked);
    for (const name of this.#known.keys()) {
      if (this.#known.size <= MOST) return;
      this.#known.delete(name);
    }
  }
}
