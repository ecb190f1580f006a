import { and, eq, lte } from 'drizzle-orm';
import type { RemovalReason } from '../../protocol/messages/event.ts';
import type { Signals, Topic } from '../Signals.ts';
import { accounts, pairingKeys, subscribers, tombstones, transactions } from '../store/schema.ts';
import type { Database, Tx } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';
import type { EventLog } from './EventLog.ts';

export type Account = typeof accounts.$inferSelect;

/** The life of accounts after they were made: activation, removal, what stays of a removed one. */
export class Accounts {
  readonly #db: Database;
  readonly #events: EventLog;
  readonly #signals: Signals;
  readonly #clock: Clock;

  constructor(db: Database, events: EventLog, signals: Signals, clock: Clock) {
    this.#db = db;
    this.#events = events;
    this.#signals = signals;
    this.#clock = clock;
  }

  async list(subscriberName?: string): Promise<{ account: Account; subscriber: string }[]> {
    const query = this.#db
      .select({ account: accounts, subscriber: subscribers.name })
      .from(accounts)
      .innerJoin(subscribers, eq(accounts.subscriberId, subscribers.id));
    return await (subscriberName === undefined ? query : query.where(eq(subscribers.name, subscriberName))).orderBy(accounts.createdAt);
  }

  /** A waiting account becomes active. Returns what to signal after the commit. */
  async activate(tx: Tx, accountId: string): Promise<Topic[]> {
    const nowMs = this.#clock.nowMs();
    const [row] = await tx
      .update(accounts)
      .set({ status: 'active', activatedAt: nowMs })
      .where(and(eq(accounts.id, accountId), eq(accounts.status, 'waiting')))
      .returning({ id: accounts.id });
    if (row === undefined) return [];
    await this.#events.append(tx, accountId, { event: 'activated' });
    // From now on the same proof is refused like any used key, so the reply with the sealed seed is not needed any more.
    const keys = await tx
      .update(pairingKeys)
      .set({ state: 'active', reply: null })
      .where(eq(pairingKeys.accountId, accountId))
      .returning({ id: pairingKeys.id });
    return [`account:${accountId}`, ...keys.map(({ id }): Topic => `pairing:${id}`)];
  }

  /** @throws VerifierError not-found */
  async remove(accountId: string, reason: RemovalReason): Promise<void> {
    const topics = await this.#db.transaction(async (tx) => await this.removeWithin(tx, accountId, reason));
    if (topics === undefined) throw new VerifierError('not-found', 'There is no such account.');
    for (const topic of topics) this.#signals.emit(topic);
  }

  /** Erases the account with its seed; a tombstone and the signed events stay. Undefined when it is gone already. */
  async removeWithin(tx: Tx, accountId: string, reason: RemovalReason): Promise<Topic[] | undefined> {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('update');
    if (account === undefined) return undefined;
    const { seq } = await this.#events.append(tx, accountId, { event: 'removed', reason });
    await tx.insert(tombstones).values({ accountId, deviceKey: account.deviceKey, seq, removedAt: this.#clock.nowMs() });
    const topics: Topic[] = [`account:${accountId}`];
    const state = reason === 'unconfirmed' ? 'expired' : 'declined';
    const unfinished = and(eq(pairingKeys.accountId, accountId), eq(pairingKeys.state, 'waiting'));
    for (const key of await tx.update(pairingKeys).set({ state, reply: null }).where(unfinished).returning()) {
      topics.push(`pairing:${key.id}`);
      if (key.transactionId !== null)
        await tx
          .update(transactions)
          .set({ status: 'cancelled', sealedNumber: null })
          .where(and(eq(transactions.id, key.transactionId), eq(transactions.status, 'open')));
    }
    await tx.delete(accounts).where(eq(accounts.id, accountId));
    return topics;
  }

  /** Removes what nobody confirmed in time. */
  async expireWaiting(): Promise<void> {
    const late = await this.#db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.status, 'waiting'), lte(accounts.waitingUntil, this.#clock.nowMs())));
    for (const { id } of late) {
      const topics = await this.#db.transaction(async (tx) => {
        const [still] = await tx.select({ status: accounts.status }).from(accounts).where(eq(accounts.id, id)).for('update');
        return still?.status === 'waiting' ? await this.removeWithin(tx, id, 'unconfirmed') : undefined;
      });
      for (const topic of topics ?? []) this.#signals.emit(topic);
    }
  }

  async removeSubscriber(subscriberId: string): Promise<void> {
    const topics = await this.#db.transaction(async (tx) => {
      const rows = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.subscriberId, subscriberId));
      const all: Topic[] = [];
      for (const { id } of rows) all.push(...((await this.removeWithin(tx, id, 'administrator')) ?? []));
      await tx.delete(subscribers).where(eq(subscribers.id, subscriberId));
      return all;
    });
    for (const topic of topics) this.#signals.emit(topic);
  }
}
