import { and, eq, gt, lte, ne } from 'drizzle-orm';
import type { EventLog } from '../accounts/EventLog.ts';
import type { Change, Changes } from '../store/Changes.ts';
import { pairingKeys, requests, transactions } from '../store/schema.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';

type Reason = 'elsewhere' | 'withdrawn' | 'expired';

/** In milliseconds. A node whose clock is so much behind still finds its transactions ended here. */
const LOOK_BACK_MS = 600_000;

/** Ends transactions without an answer: run out or withdrawn. */
export class Ending {
  readonly #changes: Changes;
  readonly #subscribers: Subscribers;
  readonly #events: EventLog;
  readonly #clock: Clock;
  /** By then all that was overdue has been ended here: transactions begin with time to live. */
  #lookedAtMs = 0;

  constructor(changes: Changes, subscribers: Subscribers, events: EventLog, clock: Clock) {
    this.#changes = changes;
    this.#subscribers = subscribers;
    this.#events = events;
    this.#clock = clock;
  }

  /** Ends what is past its time. Called at intervals, and before anything is read that could be. */
  async expireOverdue(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    // The clock may have been set back since.
    const fromMs = Math.min(this.#lookedAtMs, nowMs) - LOOK_BACK_MS;
    const overdue = await this.#changes.db
      .select({ id: transactions.id })
      .from(transactions)
      .where(and(eq(transactions.status, 'open'), gt(transactions.expiresAt, fromMs), lte(transactions.expiresAt, nowMs)));
    for (const { id } of overdue) await this.end(id, 'expired');
    this.#lookedAtMs = nowMs;
  }

  /** Once: an answer that was first stays. */
  async end(id: string, reason: 'withdrawn' | 'expired'): Promise<void> {
    await this.#changes.run(async (change) => {
      const [row] = await change.tx.select({ subscriberId: transactions.subscriberId }).from(transactions).where(eq(transactions.id, id));
      if (row === undefined) return;
      await this.#subscribers.lock(change.tx, row.subscriberId);
      await this.endWithin(change, id, reason);
    });
  }

  /** The same for who holds the subscriber's lock already. */
  async endWithin(change: Change, id: string, reason: Reason): Promise<void> {
    const { tx, announce } = change;
    const status = reason === 'expired' ? 'expired' : 'cancelled';
    const open = and(eq(transactions.id, id), eq(transactions.status, 'open'));
    const [row] = await tx
      .update(transactions)
      .set({ status, sealedNumber: null, settledAt: this.#clock.nowMs() })
      .where(open)
      .returning({ kind: transactions.kind });
    if (row === undefined) return;
    await this.closeRequests(change, id, reason);
    if (row.kind === 'pairing')
      for (const key of await tx.select({ id: pairingKeys.id }).from(pairingKeys).where(eq(pairingKeys.transactionId, id)))
        announce(`pairing:${key.id}`);
  }

  /** Closes the open requests of a transaction, telling each account but `except`'s why. */
  async closeRequests({ tx, announce }: Change, transactionId: string, reason: Reason, except?: string): Promise<void> {
    announce(`transaction:${transactionId}`);
    const others = and(
      eq(requests.transactionId, transactionId),
      eq(requests.open, true),
      except === undefined ? undefined : ne(requests.id, except),
    );
    const closed = await tx
      .update(requests)
      .set({ open: false })
      .where(others)
      .returning({ id: requests.id, accountId: requests.accountId });
    // In the order of their ids, like all that locks several accounts.
    for (const request of closed.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))) {
      await this.#events.append(tx, request.accountId, { event: 'cancelled', request: request.id, reason });
      announce(`account:${request.accountId}`);
    }
  }
}
