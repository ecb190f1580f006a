import { createHash } from 'node:crypto';
import { and, count, eq, gt, isNotNull, lte } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import type { Match, Origin } from '../../protocol/messages/request.ts';
import type { Faults } from '../faults.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { Applications } from '../policy/Applications.ts';
import { canShow } from '../policy/canShow.ts';
import { type Compliance, complianceOf } from '../policy/compliance.ts';
import { randomId } from '../randomId.ts';
import type { Signals } from '../Signals.ts';
import { accounts, requests, transactions } from '../store/schema.ts';
import type { Database, Tx } from '../store/Store.ts';
import { checkEnabled, type Subscriber, type Subscribers } from '../subscribers/Subscribers.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';
import type { Ending } from './Ending.ts';
import { planMatch } from './matching.ts';
import { numberPlace } from './numberPlace.ts';
import type { RequestWriter } from './RequestWriter.ts';
import { type Transaction, type TransactionView, viewOf } from './TransactionView.ts';

export interface SignIn {
  subscriber: string;
  /** Id of a registered application. */
  application: string;
  /** `address` canonical. */
  origin?: { address?: string | undefined; client?: string | undefined } | undefined;
  message?: string | undefined;
}

export interface CreatedTransaction {
  id: string;
  status: Transaction['status'];
  /** NumericDate */
  expiresAt: number;
  /** `number` is what the page shows. */
  match: { type: Match['type']; number?: string };
  compliance: Compliance;
}

interface Parts {
  db: Database;
  subscribers: Subscribers;
  applications: Applications;
  writer: RequestWriter;
  ending: Ending;
  sealer: Sealer;
  signals: Signals;
  clock: Clock;
  faults: Faults;
}

/** Sign-in transactions: asked by an API client, sent to every device of the subscriber, settled by the first answer. */
export class Transactions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param idempotencyKey the same key with the same content gets the same transaction
   * @throws VerifierError not-found, disabled, too-many-open, no-account, conflict
   */
  async create(clientId: string, signIn: SignIn, idempotencyKey?: string): Promise<CreatedTransaction> {
    const { db, subscribers, applications, writer, ending, signals, clock, faults } = this.#parts;
    await ending.expireOverdue();
    const subscriber = await subscribers.get(signIn.subscriber);
    const application = await applications.get(signIn.application);
    const bodyHash = createHash('sha256')
      .update(JSON.stringify([signIn.subscriber, signIn.application, signIn.origin, signIn.message]))
      .digest('base64url');
    const place = await writer.place(signIn.origin?.address);
    const client = signIn.origin?.client;
    const origin: Origin | undefined =
      place === undefined && client === undefined ? undefined : { ...place, ...(client !== undefined && { client }) };
    const { row, told } = await db.transaction(async (tx) => {
      const locked = await subscribers.lock(tx, subscriber.id);
      const earlier = idempotencyKey === undefined ? undefined : await this.#earlier(tx, clientId, idempotencyKey);
      if (earlier !== undefined) {
        if (earlier.bodyHash !== bodyHash) throw new VerifierError('conflict', 'The idempotency key was used for another transaction.');
        return { row: earlier, told: [] };
      }
      await this.#checkRoom(tx, checkEnabled(locked));
      const reachable = await this.#reachable(tx, subscriber.id, application);
      if (reachable.length === 0) throw new VerifierError('no-account', 'The subscriber has no device that can be asked.');
      const plan = planMatch(application.match);
      const nowMs = clock.nowMs();
      const id = randomId();
      const exp = seconds(nowMs) + application.lifetimeSeconds;
      const [inserted] = await tx
        .insert(transactions)
        .values({
          id,
          clientId,
          subscriberId: subscriber.id,
          kind: 'sign-in',
          status: 'open',
          matchType: plan.match.type,
          sealedNumber: plan.number === undefined ? null : this.#parts.sealer.seal(numberPlace(id), plan.number),
          userVerification: application.userVerification,
          idempotencyKey: idempotencyKey ?? null,
          bodyHash,
          createdAt: nowMs,
          expiresAt: exp * 1000,
        })
        .onConflictDoNothing()
        .returning();
      if (inserted === undefined) throw new VerifierError('conflict', 'The idempotency key was used for another transaction.');
      const content = {
        transactionId: id,
        kind: 'sign-in',
        applicationName: application.name,
        message: signIn.message,
        origin,
        match: plan.match,
        userVerification: application.userVerification,
        exp,
      } as const;
      for (const accountId of reachable) await writer.write(tx, accountId, content);
      await faults('transaction:created');
      return { row: inserted, told: reachable };
    });
    await faults('transaction:committed');
    for (const accountId of told) signals.emit(`account:${accountId}`);
    return this.#created(row);
  }

  /** @throws VerifierError not-found, for transactions of another client too */
  async read(clientId: string, id: string): Promise<TransactionView> {
    const { db, ending, clock } = this.#parts;
    let row = await this.#own(clientId, id);
    if (row.status === 'open' && row.expiresAt <= clock.nowMs()) {
      await ending.end(id, 'expired');
      row = await this.#own(clientId, id);
    }
    const [received] = await db
      .select({ id: requests.id })
      .from(requests)
      .where(and(eq(requests.transactionId, id), isNotNull(requests.receivedAt)))
      .limit(1);
    return viewOf(row, received !== undefined);
  }

  /** As {@link read}, answering only when it is settled or `waitMs` have passed. */
  async wait(clientId: string, id: string, waitMs: number): Promise<TransactionView> {
    return await this.#parts.signals.poll(
      `transaction:${id}`,
      waitMs,
      async () => await this.read(clientId, id),
      (view) => view.status !== 'open',
    );
  }

  /** @throws VerifierError not-found */
  async cancel(clientId: string, id: string): Promise<TransactionView> {
    await this.#own(clientId, id);
    await this.#parts.ending.end(id, 'withdrawn');
    return await this.read(clientId, id);
  }

  async #own(clientId: string, id: string): Promise<Transaction> {
    const own = and(eq(transactions.id, id), eq(transactions.clientId, clientId), eq(transactions.kind, 'sign-in'));
    const [row] = await this.#parts.db.select().from(transactions).where(own);
    if (row === undefined) throw new VerifierError('not-found', 'There is no such transaction.');
    return row;
  }

  async #earlier(tx: Tx, clientId: string, idempotencyKey: string): Promise<Transaction | undefined> {
    const [row] = await tx
      .select()
      .from(transactions)
      .where(and(eq(transactions.clientId, clientId), eq(transactions.idempotencyKey, idempotencyKey)));
    return row;
  }

  async #checkRoom(tx: Tx, subscriber: Subscriber): Promise<void> {
    const open = and(
      eq(transactions.subscriberId, subscriber.id),
      eq(transactions.kind, 'sign-in'),
      eq(transactions.status, 'open'),
      gt(transactions.expiresAt, this.#parts.clock.nowMs()),
    );
    const [row] = await tx.select({ open: count() }).from(transactions).where(open);
    if ((row?.open ?? 0) >= LIMITS.openTransactionsPerSubscriber)
      throw new VerifierError('too-many-open', 'The subscriber has as many open requests as are allowed.');
  }

  async #reachable(
    tx: Tx,
    subscriberId: string,
    application: { match: Match['type']; userVerification: Transaction['userVerification'] },
  ): Promise<string[]> {
    const active = and(
      eq(accounts.subscriberId, subscriberId),
      eq(accounts.status, 'active'),
      lte(accounts.mutedUntil, this.#parts.clock.nowMs()),
    );
    const rows = await tx.select({ id: accounts.id, supports: accounts.supports }).from(accounts).where(active);
    return rows.filter((row) => canShow(row.supports, application.match, application.userVerification)).map((row) => row.id);
  }

  #created(row: Transaction): CreatedTransaction {
    const number = row.sealedNumber === null ? undefined : this.#parts.sealer.open(numberPlace(row.id), row.sealedNumber);
    const match = { type: row.matchType, ...(number !== undefined && { number }) };
    return { id: row.id, status: row.status, expiresAt: row.expiresAt / 1000, match, compliance: complianceOf(row.matchType) };
  }
}
