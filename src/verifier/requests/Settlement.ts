import { eq } from 'drizzle-orm';
import type { FrameErrorCode } from '../../protocol/frames.ts';
import { verifyMessage } from '../../protocol/jws.ts';
import type { PublicJwk } from '../../protocol/keys.ts';
import { type Answer, answerSchema } from '../../protocol/messages/answer.ts';
import type { Outcome } from '../../protocol/messages/event.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { EventLog, StoredEvent } from '../accounts/EventLog.ts';
import type { Faults } from '../faults.ts';
import type { Sealer } from '../keys/Sealer.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Change, Changes } from '../store/Changes.ts';
import { pairingKeys, requests, transactions } from '../store/schema.ts';
import type { Tx } from '../store/Store.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import type { Ending } from './Ending.ts';
import { sameNumber } from './matching.ts';
import { numberPlace } from './numberPlace.ts';
import type { OpenRequests } from './OpenRequests.ts';
import type { ReadAhead } from './ReadAhead.ts';
import type { Answered, AnswerIds, SettleStatements } from './SettleStatements.ts';
import type { Transaction } from './TransactionView.ts';

/** What becomes of an answer: an error for its sender, an event that must be said again, or the new one that it brought. */
export type AnswerResult = { error: FrameErrorCode; id: string } | { repeat: string } | { request: string; event: StoredEvent };

/** An account as it is attached on the socket that an answer came by. */
export interface AnsweringAccount {
  id: string;
  deviceKey: PublicJwk;
  attachment: string;
}

interface Parts {
  changes: Changes;
  statements: SettleStatements;
  openRequests: OpenRequests;
  readAhead: ReadAhead;
  accounts: Accounts;
  subscribers: Subscribers;
  events: EventLog;
  ending: Ending;
  sealer: Sealer;
  security: SecurityLog;
  issuer: string;
  clock: Clock;
  faults: Faults;
}

type Settling = 'approved' | 'denied' | 'mismatch' | 'reported';
type AnsweredRequest = NonNullable<Answered['request']>;

/** What is to become of an answer, by what was read. `repeat` and `late`: told before, or ended without it. */
type Verdict =
  | { refuse: FrameErrorCode }
  | { repeat: number }
  | { late: Outcome; isOverdue: boolean }
  | { settle: Settling; request: AnsweredRequest; transaction: Transaction };

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

  /** @throws ProtocolError when the answer does not verify */
  async answer(sender: AnsweringAccount, jws: string): Promise<AnswerResult> {
    const { changes, issuer, faults } = this.#parts;
    const answer = await verifyMessage('deskfob-answer+jwt', jws, answerSchema, () => sender.deviceKey);
    if (answer.iss !== sender.id || answer.aud !== issuer) return { error: 'not-attached', id: answer.request };
    await faults('answer:arrived');
    const result =
      (await this.#settleFromMemory(answer, sender.attachment)) ??
      (await this.#settleAtOnce(answer, sender.attachment)) ??
      (await changes.run(async (change) => await this.#decide(change, answer, sender.attachment)));
    this.#parts.readAhead.prepare(answer.iss);
    await faults('answer:settled');
    return result;
  }

  /** By what this node wrote itself, where it is still true. Never refuses: that takes a look at the database. */
  async #settleFromMemory(answer: Answer, attachment: string): Promise<AnswerResult | undefined> {
    const remembered = this.#parts.openRequests.take(idsOf(answer));
    if (remembered === undefined) return undefined;
    return await this.#settlePlain(remembered, this.#verdict(remembered, answer, attachment, remembered.number), answer, attachment);
  }

  /** A plain answer that nobody competes with, as most are: read, judged and written without holding a lock. Undefined for others. */
  async #settleAtOnce(answer: Answer, attachment: string): Promise<AnswerResult | undefined> {
    const { changes, statements, events } = this.#parts;
    const answered = await statements.read(idsOf(answer));
    const verdict = this.#verdict(answered, answer, attachment);
    if ('refuse' in verdict) return { error: verdict.refuse, id: answer.request };
    if ('repeat' in verdict) return { repeat: (await events.find(changes.db, answer.iss, verdict.repeat)) ?? '' };
    return answered === undefined ? undefined : await this.#settlePlain(answered, verdict, answer, attachment);
  }

  async #settlePlain(answered: Answered, verdict: Verdict, answer: Answer, attachment: string): Promise<AnswerResult | undefined> {
    const { statements, events } = this.#parts;
    if (!('settle' in verdict) || answered.others > 0 || verdict.transaction.kind !== 'sign-in') return undefined;
    const status = verdict.settle;
    if (status !== 'approved' && status !== 'denied') return undefined;
    const body = { event: 'settled', request: answer.request, outcome: status } as const;
    const event = await events.write(answer.iss, answered.account.eventSeq + 1, body);
    const written = await statements.write(answered, { ids: idsOf(answer), attachment, status, uv: answer.uv, event });
    return written ? { request: answer.request, event } : undefined;
  }

  /** Any answer, at a turn of its own. */
  async #decide(change: Change, answer: Answer, attachment: string): Promise<AnswerResult> {
    const { tx } = change;
    await this.#parts.subscribers.lockOwner(tx, answer.iss);
    const answered = await this.#parts.statements.readWithin(tx, idsOf(answer));
    const verdict = this.#verdict(answered, answer, attachment);
    if ('refuse' in verdict) return { error: verdict.refuse, id: answer.request };
    if ('repeat' in verdict) return { repeat: (await this.#parts.events.find(tx, answer.iss, verdict.repeat)) ?? '' };
    if ('settle' in verdict) return await this.#settle(change, answer, verdict);
    if (verdict.isOverdue) await this.#parts.ending.endWithin(change, answered?.transaction?.id ?? '', 'expired');
    const event = await this.#tell(tx, answer, verdict.late);
    await tx.update(requests).set({ open: false, outcomeSeq: event.seq }).where(eq(requests.id, answer.request));
    return { request: answer.request, event };
  }

  /** Changes nothing: docs/protocol.md, section 6.2. */
  #verdict(answered: Answered | undefined, answer: Answer, attachment: string, number?: string): Verdict {
    if (answered === undefined || answered.account.attachment !== attachment) return { refuse: 'not-attached' };
    const { subscriber, account, request, transaction } = answered;
    if (request === null || transaction === null) return { refuse: 'unknown-request' };
    if (request.hash !== answer.requestHash) return { refuse: 'conflict' };
    // An outcome that this account was told already is said again in the same bytes.
    if (request.outcomeSeq !== null) return { repeat: request.outcomeSeq };
    if (transaction.status !== 'open') return { late: lateOutcome(transaction.status), isOverdue: false };
    if (transaction.expiresAt <= this.#parts.clock.nowMs()) return { late: 'expired', isOverdue: true };
    if (account.status === 'suspended' || (account.status === 'waiting') !== (transaction.kind === 'pairing'))
      return { refuse: 'not-attached' };
    if (subscriber.disabled && answer.decision === 'approve') return { refuse: 'unavailable' };
    const outcome = this.#judge(answer, request, transaction, number);
    return 'error' in outcome ? { refuse: outcome.error } : { settle: outcome.status, request, transaction };
  }

  /** Whether an approval brings what this very request asked for; other requests of the transaction may have asked less. */
  #judge(
    answer: Answer,
    request: AnsweredRequest,
    { id, sealedNumber }: Transaction,
    remembered?: string,
  ): { error: FrameErrorCode } | { status: Settling } {
    if (answer.decision === 'deny') return { status: 'denied' };
    if (answer.decision === 'report') return { status: 'reported' };
    if (request.userVerification === 'required' && answer.uv === 'none') return { error: 'user-verification-required' };
    if (request.matchType === 'none') return { status: 'approved' };
    if (answer.number === undefined || sealedNumber === null) return { error: 'malformed' };
    const number = remembered ?? this.#parts.sealer.open(numberPlace(id), sealedNumber);
    return { status: sameNumber(number, answer.number) ? 'approved' : 'mismatch' };
  }

  async #settle(
    change: Change,
    answer: Answer,
    { settle: status, request, transaction }: Extract<Verdict, { settle: Settling }>,
  ): Promise<AnswerResult> {
    const { tx } = change;
    const { ending, subscribers, security, clock } = this.#parts;
    const event = await this.#tell(tx, answer, status);
    const how = { settledBy: answer.iss, settledSeq: event.seq, uv: answer.uv, weakestMatch: request.matchType };
    const values = { status, sealedNumber: null, settledAt: clock.nowMs(), ...how };
    await tx.update(transactions).set(values).where(eq(transactions.id, transaction.id));
    await ending.closeRequests(change, transaction.id, 'elsewhere', answer.request);
    if (status === 'approved') await subscribers.resetFailures(tx, transaction.subscriberId);
    if (status === 'mismatch' && (await subscribers.countFailure(tx, transaction.subscriberId)))
      security.note('subscriber-disabled', { subscriber: transaction.subscriberId });
    if (status === 'reported') security.note('request-reported', { account: answer.iss, transaction: transaction.id });
    if (transaction.kind === 'pairing') await this.#finishPairing(change, answer.iss, transaction.id, status);
    return { request: answer.request, event };
  }

  async #finishPairing(change: Change, accountId: string, transactionId: string, status: string): Promise<void> {
    const { tx, announce } = change;
    for (const { id } of await tx.select({ id: pairingKeys.id }).from(pairingKeys).where(eq(pairingKeys.transactionId, transactionId)))
      announce(`pairing:${id}`);
    if (status === 'approved') await this.#parts.accounts.activate(change, accountId);
    // The person at the device says no to this pairing: nothing is left to confirm.
    if (status === 'denied' || status === 'reported') await this.#parts.accounts.removeWithin(change, accountId, 'device');
  }

  async #tell(tx: Tx, { iss, request }: Answer, outcome: Outcome): Promise<StoredEvent> {
    return await this.#parts.events.append(tx, iss, { event: 'settled', request, outcome });
  }
}

function idsOf({ iss, request }: Answer): AnswerIds {
  return { account: iss, request };
}

/** Told to an answer that comes after the end. Who decided otherwise, and how, is not its business. */
function lateOutcome(status: Exclude<Transaction['status'], 'open'>): Outcome {
  return status === 'expired' || status === 'cancelled' ? status : 'elsewhere';
}
