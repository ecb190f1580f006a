import { and, eq, lte, ne } from 'drizzle-orm';
import type { EventLog } from '../accounts/EventLog.ts';
import type { Signals, Topic } from '../Signals.ts';
import { pairingKeys, requests, transactions } from '../store/schema.ts';
import type { Database, Tx } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';

type Reason = 'elsewhere' | 'withdrawn' | 'expired';

/** Ends transactions without an answer: run out or withdrawn. */
export class Ending {
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

  /** Ends what is past its time. Called at intervals, and before anything is read that could be. */
  async expireOverdue(): Promise<void> {
    const overdue = await this.#db
      .select({ id: transactions.id })
      .from(transactions)
      .where(and(eq(transactions.status, 'open'), lte(transactions.expiresAt, this.#clock.nowMs())));
    for (const { id } of overdue) await this.end(id, 'expired');
  }

  /** Once: an answer that was first stays. */
  async end(id: string, reason: 'withdrawn' | 'expired'): Promise<void> {
    const topics = await this.#db.transaction(async (tx) => await this.endWithin(tx, id, reason));
    for (const topic of topics) this.#signals.emit(topic);
  }

  async endWithin(tx: Tx, id: string, reason: Reason): Promise<Topic[]> {
    const status = reason === 'expired' ? 'expired' : 'cancelled';
    const open = and(eq(transactions.id, id), eq(transactions.status, 'open'));
    const [row] = await tx
      .update(transactions)
      .set({ status, sealedNumber: null, settledAt: this.#clock.nowMs() })
      .where(open)
      .returning({ kind: transactions.kind });
    if (row === undefined) return [];
    const topics = await this.closeRequests(tx, id, reason);
    if (row.kind === 'pairing')
      for (const key of await tx.select({ id: pairingKeys.id }).from(pairingKeys).where(eq(pairingKeys.transactionId, id)))
        topics.push(`pairing:${key.id}`);
    return topics;
  }

  /** Closes the open requests of a transaction, telling each account but `except` why. */
  async closeRequests(tx: Tx, transactionId: string, reason: Reason, except?: string): Promise<Topic[]> {
    const topics: Topic[] = [`transaction:${transactionId}`];
    const others = and(
      eq(requests.transactionId, transactionId),
      eq(requests.open, true),
      except === undefined ? undefined : ne(requests.id, except),
    );
    for (const request of await tx
      .update(requests)
      .set({ open: false })
      .where(others)
      .returning({ id: requests.id, accountId: requests.accountId })) {
      await this.#events.append(tx, request.accountId, { event: 'cancelled', request: request.id, reason });
      topics.push(`account:${request.accountId}`);
    }
    return topics;
  }
}
