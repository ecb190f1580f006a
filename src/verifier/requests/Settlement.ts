import { and, eq } from 'drizzle-orm';
import type { FrameErrorCode } from '../../protocol/frames.ts';
import { verifyMessage } from '../../protocol/jws.ts';
import type { PublicJwk } from '../../protocol/keys.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import { type Answer, answerSchema } from '../../protocol/messages/answer.ts';
import type { Outcome } from '../../protocol/messages/event.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { EventLog } from '../accounts/EventLog.ts';
import type { Faults } from '../faults.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Signals, Topic } from '../Signals.ts';
import { accounts, pairingKeys, requests, seenMessages, transactions } from '../store/schema.ts';
import type { Database, Tx } from '../store/Store.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import type { Ending } from './Ending.ts';
import { sameNumber } from './matching.ts';
import { numberPlace } from './numberPlace.ts';
import type { Transaction } from './TransactionView.ts';

/** What becomes of an answer: an error for its sender, or an event, which goes its own way unless it must be said again. */
export type AnswerResult = { error: FrameErrorCode; id: string } | { repeat: string } | { settled: true };

interface Parts {
  db: Database;
  accounts: Accounts;
  subscribers: Subscribers;
  events: EventLog;
  ending: Ending;
  sealer: Sealer;
  signals: Signals;
  security: SecurityLog;
  issuer: string;
  clock: Clock;
  faults: Faults;
}

interface Found {
  request: typeof requests.$inferSelect;
  transaction: Transaction;
}

/**
 * Goal: one transaction, one outcome, decided by the first valid answer, a wrong number included; whatever repeats,
 * races or comes late changes nothing and hears what happened.
 * Attacker: the network with every byte, a device that guesses, a second device at the same moment.
 */
export class Settlement {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param accountId attached on the socket that the answer came by; `deviceKey` is its key
   * @throws ProtocolError when the answer does not verify
   */
  async answer(accountId: string, deviceKey: PublicJwk, jws: string): Promise<AnswerResult> {
    const { db, issuer, signals, faults } = this.#parts;
    const answer = await verifyMessage('deskfob-answer+jwt', jws, answerSchema, () => deviceKey);
    if (answer.iss !== accountId || answer.aud !== issuer) return { error: 'not-attached', id: answer.request };
    const hash = await messageHash(jws);
    await faults('answer:arrived');
    const topics: Topic[] = [];
    const result = await db.transaction(async (tx) => await this.#decide(tx, answer, hash, topics));
    await faults('answer:settled');
    for (const topic of topics) signals.emit(topic);
    return result;
  }

  async #decide(tx: Tx, answer: Answer, hash: string, topics: Topic[]): Promise<AnswerResult> {
    const refuse = (error: FrameErrorCode): AnswerResult => ({ error, id: answer.request });
    const [owner] = await tx.select({ id: accounts.subscriberId }).from(accounts).where(eq(accounts.id, answer.iss));
    if (owner === undefined) return refuse('not-attached');
    // Locks, always in this order: answers of one subscriber are taken one after the other, and counted exactly.
    const { disabled } = await this.#parts.subscribers.lock(tx, owner.id);
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, answer.iss)).for('update');
    if (account === undefined) return refuse('not-attached');
    const seen = await this.#repeated(tx, answer, hash);
    if (seen !== undefined) return seen;
    const found = await this.#find(tx, answer);
    if (found === undefined) return refuse('unknown-request');
    if (found.request.hash !== answer.requestHash) return refuse('conflict');
    // An outcome that this account was told already is said again in the same bytes.
    if (found.request.outcomeSeq !== null)
      return { repeat: (await this.#parts.events.find(tx, account.id, found.request.outcomeSeq)) ?? '' };
    if (found.transaction.status === 'open' && found.transaction.expiresAt <= this.#parts.clock.nowMs()) {
      topics.push(...(await this.#parts.ending.endWithin(tx, found.transaction.id, 'expired')));
      return await this.#late(tx, answer, hash, 'expired', topics);
    }
    if (found.transaction.status !== 'open') return await this.#late(tx, answer, hash, lateOutcome(found.transaction.status), topics);
    if (account.status === 'suspended' || (account.status === 'waiting') !== (found.transaction.kind === 'pairing'))
      return refuse('not-attached');
    if (disabled && answer.decision === 'approve') return refuse('unavailable');
    const outcome = this.#judge(answer, found.transaction);
    if ('error' in outcome) return refuse(outcome.error);
    return await this.#settle(tx, answer, hash, found.transaction, outcome.status, topics);
  }

  #judge(
    answer: Answer,
    transaction: Transaction,
  ): { error: FrameErrorCode } | { status: 'approved' | 'denied' | 'mismatch' | 'reported' } {
    if (answer.decision === 'deny') return { status: 'denied' };
    if (answer.decision === 'report') return { status: 'reported' };
    if (transaction.userVerification === 'required' && answer.uv === 'none') return { error: 'user-verification-required' };
    if (transaction.sealedNumber === null) return { status: 'approved' };
    if (answer.number === undefined) return { error: 'malformed' };
    const number = this.#parts.sealer.open(numberPlace(transaction.id), transaction.sealedNumber);
    return { status: sameNumber(number, answer.number) ? 'approved' : 'mismatch' };
  }

  async #settle(
    tx: Tx,
    answer: Answer,
    hash: string,
    transaction: Transaction,
    status: 'approved' | 'denied' | 'mismatch' | 'reported',
    topics: Topic[],
  ): Promise<AnswerResult> {
    const { ending, subscribers, security, clock } = this.#parts;
    const open = and(eq(transactions.id, transaction.id), eq(transactions.status, 'open'));
    const values = { status, sealedNumber: null, settledBy: answer.iss, uv: answer.uv, settledAt: clock.nowMs() };
    const [won] = await tx.update(transactions).set(values).where(open).returning({ id: transactions.id });
    // Another device's answer was committed between our reading and our writing.
    if (won === undefined) return await this.#late(tx, answer, hash, 'elsewhere', topics);
    await this.#tell(tx, answer, hash, status, topics);
    topics.push(...(await ending.closeRequests(tx, transaction.id, 'elsewhere', answer.request)));
    if (status === 'approved') await subscribers.resetFailures(tx, transaction.subscriberId);
    if (status === 'mismatch' && (await subscribers.countFailure(tx, transaction.subscriberId)))
      security.note('subscriber-disabled', { subscriber: transaction.subscriberId });
    if (status === 'reported') security.note('request-reported', { account: answer.iss, transaction: transaction.id });
    if (transaction.kind === 'pairing') await this.#finishPairing(tx, answer.iss, transaction.id, status, topics);
    return { settled: true };
  }

  async #finishPairing(tx: Tx, accountId: string, transactionId: string, status: string, topics: Topic[]): Promise<void> {
    for (const { id } of await tx.select({ id: pairingKeys.id }).from(pairingKeys).where(eq(pairingKeys.transactionId, transactionId)))
      topics.push(`pairing:${id}`);
    if (status === 'approved') topics.push(...(await this.#parts.accounts.activate(tx, accountId)));
    // The person at the device says no to this pairing: nothing is left to confirm.
    if (status === 'denied' || status === 'reported')
      topics.push(...((await this.#parts.accounts.removeWithin(tx, accountId, 'device')) ?? []));
  }

  async #late(tx: Tx, answer: Answer, hash: string, outcome: Outcome, topics: Topic[]): Promise<AnswerResult> {
    await this.#tell(tx, answer, hash, outcome, topics);
    return { settled: true };
  }

  async #tell(tx: Tx, answer: Answer, hash: string, outcome: Outcome, topics: Topic[]): Promise<void> {
    const { seq } = await this.#parts.events.append(tx, answer.iss, { event: 'settled', request: answer.request, outcome });
    await tx.update(requests).set({ open: false, outcomeSeq: seq }).where(eq(requests.id, answer.request));
    await tx
      .insert(seenMessages)
      .values({ accountId: answer.iss, jti: answer.jti, hash, eventSeq: seq, seenAt: this.#parts.clock.nowMs() });
    topics.push(`account:${answer.iss}`);
  }

  async #repeated(tx: Tx, answer: Answer, hash: string): Promise<AnswerResult | undefined> {
    const [seen] = await tx
      .select()
      .from(seenMessages)
      .where(and(eq(seenMessages.accountId, answer.iss), eq(seenMessages.jti, answer.jti)));
    if (seen === undefined) return undefined;
    const event = seen.hash === hash && seen.eventSeq !== null ? await this.#parts.events.find(tx, answer.iss, seen.eventSeq) : undefined;
    return event === undefined ? { error: 'conflict', id: answer.request } : { repeat: event };
  }

  async #find(tx: Tx, answer: Answer): Promise<Found | undefined> {
    const own = and(eq(requests.id, answer.request), eq(requests.accountId, answer.iss));
    const [found] = await tx
      .select({ request: requests, transaction: transactions })
      .from(requests)
      .innerJoin(transactions, eq(requests.transactionId, transactions.id))
      .where(own);
    return found;
  }
}

/** Told to an answer that comes after the end. Who decided otherwise, and how, is not its business. */
function lateOutcome(status: Exclude<Transaction['status'], 'open'>): Outcome {
  return status === 'expired' || status === 'cancelled' ? status : 'elsewhere';
}
