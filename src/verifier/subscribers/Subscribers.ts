import { eq, sql } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import { randomId } from '../randomId.ts';
import { subscribers } from '../store/schema.ts';
import type { Database, Executor, Tx } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';

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
    const [row] = await this.#db.select().from(subscribers).where(eq(subscribers.name, name));
    if (row === undefined) throw new VerifierError('not-found', 'There is no such subscriber.');
    return row;
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

  /** The subscriber's row, locked until the transaction ends: serialises what counts per subscriber. */
  async lock(tx: Tx, id: string): Promise<Subscriber> {
    const [row] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for('update');
    if (row === undefined) throw new VerifierError('not-found', 'There is no such subscriber.');
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

/** @throws VerifierError disabled */
export function checkEnabled(subscriber: Subscriber): Subscriber {
  if (subscriber.disabled)
    throw new VerifierError('disabled', 'Too many wrong numbers or passcodes. An administrator must unlock the subscriber.');
  return subscriber;
}
