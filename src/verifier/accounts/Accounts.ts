import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { RemovalReason } from '../../protocol/messages/event.ts';
import type { Change, Changes } from '../store/Changes.ts';
import { accounts, pairingKeys, requests, subscribers, tombstones, transactions } from '../store/schema.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import type { EventLog } from './EventLog.ts';

export type Account = typeof accounts.$inferSelect;

/** The life of accounts after they were made: activation, removal, what stays of a removed one. */
export class Accounts {
  readonly #changes: Changes;
  readonly #subscribers: Subscribers;
  readonly #events: EventLog;
  readonly #clock: Clock;

  constructor(changes: Changes, subscriberRows: Subscribers, events: EventLog, clock: Clock) {
    this.#changes = changes;
    this.#subscribers = subscriberRows;
    this.#events = events;
    this.#clock = clock;
  }

  async list(subscriberName?: string): Promise<{ account: Account; subscriber: string }[]> {
    const query = this.#changes.db
      .select({ account: accounts, subscriber: subscribers.name })
      .from(accounts)
      .innerJoin(subscribers, eq(accounts.subscriberId, subscribers.id));
    return await (subscriberName === undefined ? query : query.where(eq(subscribers.name, subscriberName))).orderBy(accounts.createdAt);
  }

  /** A waiting account becomes active. */
  async activate({ tx, announce }: Change, accountId: string): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const [row] = await tx
      .update(accounts)
      .set({ status: 'active', activatedAt: nowMs })
      .where(and(eq(accounts.id, accountId), eq(accounts.status, 'waiting')))
      .returning({ id: accounts.id });
    if (row === undefined) return;
    await this.#events.append(tx, accountId, { event: 'activated' });
    // From now on the same proof is refused like any used key, so the reply with the sealed seed is not needed any more.
    const keys = await tx
      .update(pairingKeys)
      .set({ state: 'active', reply: null })
      .where(eq(pairingKeys.accountId, accountId))
      .returning({ id: pairingKeys.id });
    announce(`account:${accountId}`);
    for (const { id } of keys) announce(`pairing:${id}`);
  }

  /** Erases the account with its seed; a tombstone and the signed events stay. False when there is none. */
  async remove(accountId: string, reason: RemovalReason): Promise<boolean> {
    return await this.#removeIf(accountId, reason, () => true);
  }

  /** The same for who holds the subscriber's lock already. */
  async removeWithin({ tx, announce }: Change, accountId: string, reason: RemovalReason): Promise<boolean> {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('update');
    if (account === undefined) return false;
    const { seq } = await this.#events.append(tx, accountId, { event: 'removed', reason });
    await tx.insert(tombstones).values({ accountId, deviceKey: account.deviceKey, seq, removedAt: this.#clock.nowMs() });
    announce(`account:${accountId}`);
    const state = reason === 'unconfirmed' ? 'expired' : 'declined';
    const unfinished = and(eq(pairingKeys.accountId, accountId), eq(pairingKeys.state, 'waiting'));
    for (const key of await tx.update(pairingKeys).set({ state, reply: null }).where(unfinished).returning()) {
      announce(`pairing:${key.id}`);
      if (key.transactionId !== null)
        await tx
          .update(transactions)
          .set({ status: 'cancelled', sealedNumber: null })
          .where(and(eq(transactions.id, key.transactionId), eq(transactions.status, 'open')));
    }
    await tx.delete(requests).where(eq(requests.accountId, accountId));
    await tx.delete(accounts).where(eq(accounts.id, accountId));
    return true;
  }

  /** Removes what nobody confirmed in time. */
  async expireWaiting(): Promise<void> {
    const late = await this.#changes.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(sql`${accounts.status} = 'waiting'`, lte(accounts.waitingUntil, this.#clock.nowMs())));
    for (const { id } of late) await this.#removeIf(id, 'unconfirmed', (account) => account.status === 'waiting');
  }

  async removeSubscriber(subscriberId: string): Promise<void> {
    await this.#changes.run(async (change) => {
      const { tx } = change;
      await this.#subscribers.lock(tx, subscriberId);
      const own = eq(accounts.subscriberId, subscriberId);
      const rows = await tx.select({ id: accounts.id }).from(accounts).where(own).orderBy(asc(accounts.id));
      for (const { id } of rows) await this.removeWithin(change, id, 'administrator');
      await tx.delete(transactions).where(eq(transactions.subscriberId, subscriberId));
      await tx.delete(subscribers).where(eq(subscribers.id, subscriberId));
    });
  }

  async #removeIf(accountId: string, reason: RemovalReason, condition: (account: Account) => boolean): Promise<boolean> {
    return await this.#changes.run(async (change) => {
      const { tx } = change;
      await this.#subscribers.lockOwner(tx, accountId);
      const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId));
      return account !== undefined && condition(account) && (await this.removeWithin(change, accountId, reason));
    });
  }
}
