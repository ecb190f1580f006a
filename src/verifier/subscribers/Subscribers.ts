import { eq, inArray, sql } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import { randomId } from '../randomId.ts';
import { accounts, subscribers } from '../store/schema.ts';
import type { Database, Executor, Tx } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';

const NEXT_TURN = { turn: sql`${subscribers.turn} + 1` };

export type Subscriber = typeof subscribers.$inferSelect;

/** The people this verifier knows, and how often in a row a number or passcode of theirs was wrong. */
export class Subscribers {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @throws VerifierError exists */
  async add(name: string, displayName: string): Promise<Subscriber> {
    const [row] = await this.#db
      .insert(subscribers)
      .values({ id: randomId(), name, displayName, createdAt: this.#clock.nowMs() })
      .onConflictDoNothing()
      .returning();
    if (row === undefined) throw new VerifierError('exists', 'There is a subscriber of that name already.');
    return row;
  }

  async list(): Promise<Subscriber[]> {
    return await this.#db.select().from(subscribers).orderBy(subscribers.name);
  }

  /** @throws VerifierError not-found */
  async get(name: string): Promise<Subscriber> {
    return found(await this.#db.select().from(subscribers).where(eq(subscribers.name, name)));
  }

  /** The same for work that must not be done while wrong answers have disabled the subscriber. @throws VerifierError disabled */
  async getEnabled(name: string): Promise<Subscriber> {
    return checkEnabled(await this.get(name));
  }

  async unlock(name: string): Promise<Subscriber> {
    const { id } = await this.get(name);
    await this.#db.update(subscribers).set({ failures: 0, disabled: false }).where(eq(subscribers.id, id));
    return await this.get(name);
  }

  /**
   * Takes the subscriber's next turn: the row stays locked until the transaction ends. Whoever changes a subscriber's
   * transactions, accounts or counts does this first, and locks several accounts in the order of their ids: so counts are
   * exact and nobody waits in a circle.
   * @throws VerifierError not-found
   */
  async lock(tx: Tx, id: string): Promise<Subscriber> {
    return found(await tx.update(subscribers).set(NEXT_TURN).where(eq(subscribers.id, id)).returning());
  }

  /** The same for the owner of an account; undefined when there is no such account. */
  async lockOwner(tx: Tx, accountId: string): Promise<Subscriber | undefined> {
    const owner = tx.select({ id: accounts.subscriberId }).from(accounts).where(eq(accounts.id, accountId));
    const [row] = await tx.update(subscribers).set(NEXT_TURN).where(inArray(subscribers.id, owner)).returning();
    return row;
  }

  /** Counts a wrong number or passcode; true when it was the one that disables. */
  async countFailure(db: Executor, id: string): Promise<boolean> {
    const [row] = await db
      .update(subscribers)
      .set({
        failures: sql`${subscribers.failures} + 1`,
        disabled: sql`${subscribers.disabled} or ${subscribers.failures} + 1 >= ${LIMITS.failuresUntilDisabled}`,
      })
      .where(eq(subscribers.id, id))
      .returning({ failures: subscribers.failures });
    return row?.failures === LIMITS.failuresUntilDisabled;
  }

  async resetFailures(db: Executor, id: string): Promise<void> {
    await db.update(subscribers).set({ failures: 0 }).where(eq(subscribers.id, id));
  }
}

function found([row]: Subscriber[]): Subscriber {
  if (row === undefined) throw noSuchSubscriber();
  return row;
}

export function noSuchSubscriber(): VerifierError {
  return new VerifierError('not-found', 'There is no such subscriber.');
}

/** @throws VerifierError disabled */
export function checkEnabled<S extends Pick<Subscriber, 'disabled'>>(subscriber: S): S {
  if (subscriber.disabled) throw isDisabled();
  return subscriber;
}

export function isDisabled(): VerifierError {
  return new VerifierError('disabled', 'Too many wrong numbers or passcodes. An administrator must unlock the subscriber.');
}
