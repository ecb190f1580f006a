import type { FrameErrorCode } from '../../protocol/frames.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { Decision } from '../../protocol/messages/answer.ts';
import type { UserVerificationMethod } from '../../protocol/messages/common.ts';
import type { AuthenticationRequest } from '../../protocol/messages/request.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { ActivityLog } from '../activity/ActivityLog.ts';
import { IntentError } from '../errors/IntentError.ts';
import { type Faults, noFaults } from '../files/faults.ts';
import type { Journal } from '../journal/Journal.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import type { Clock } from '../time/Clock.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';
import { activityOf } from './activityOf.ts';
import { approvesAtOnce } from './approvesAtOnce.ts';
import { APPROVE_AFTER_MS, type DisplayClock } from './DisplayClock.ts';
import { EarlyOutcomes } from './EarlyOutcomes.ts';
import { type DecidedBy, deadlineMs, type HeldRequest, isOwnWord, type LocalOutcome, outcomeDueMs, requestIdOf } from './HeldRequest.ts';
import type { JournalEntry } from './journalEntry.ts';
import type { RequestBook } from './RequestBook.ts';
import { RequestJournal } from './RequestJournal.ts';
import { signAnswer } from './signAnswer.ts';
import { verifyRequest } from './verifyRequest.ts';

/** More open requests of one account than a person can read; the verifier's own limit is lower. */
const OPEN_PER_ACCOUNT = 8;
/** Requests of one account that are known here at a time, ended ones included. No honest verifier comes near. */
const KNOWN_PER_ACCOUNT = 5_000;

export interface InboxParts {
  journal: Journal<JournalEntry>;
  accounts: Accounts;
  /** Takes the line of every request that has ended. */
  activity: ActivityLog;
  clock: Clock;
  displayClock: DisplayClock;
  /** While it is, nothing is approved but in the window that unlocks. */
  isLocked(): boolean;
  /** What counts when a request asks for this much user verification; an administrator may want more. */
  requirement(asked: UserVerificationRequirement): UserVerificationRequirement;
  /** The verifier's time of an issuer, ms. */
  verifierNowMs(issuer: string): number;
  /** The time that has surely come there, ms; undefined where none was ever told. */
  verifierSurelyMs(issuer: string): number | undefined;
  /** Puts an answer on its way if the verifier is connected; else the next attach does. */
  sendAnswer(issuer: string, answer: string): void;
  /** Answers to this verifier are late: they should be sent once more, and asked after. */
  onLateAnswers(issuer: string): void;
  /**
   * Has the person verified as far as this request wants it, and tells how.
   * @throws IntentError when they were not
   */
  verifyApproval(held: HeldRequest, pin: string | undefined, signal: AbortSignal): Promise<UserVerificationMethod>;
  /** A request has come that the person should see. */
  onArrival(held: HeldRequest): void;
  /** Nothing is left to decide: decided here, ended there, or missed. */
  onEnd(id: string): void;
  onChange(): void;
  log: LogFailure;
  faults?: Faults;
  /** So many new lines of the journal come before the next look whether a compaction is worth it. */
  linesLeftAlone?: number;
}

/** How a frame with a request is answered. */
export type Receipt = { type: 'received'; id: string } | { type: 'error'; code: FrameErrorCode; id?: string };

/**
 * Every request from its arrival to its end. Each fact is in the journal before anybody is told of it, so a kill at any
 * moment loses no open request, forgets no decision and never makes a second, different one.
 */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #faults: Faults;
  readonly #journal: RequestJournal;
  readonly #early = new EarlyOutcomes();
  /** Requests whose decision or end is being written right now: nothing else may decide about them meanwhile. */
  readonly #busy = new Set<string>();
  /** Ended requests whose line is not in the history yet. */
  readonly #unfiled = new Set<string>();
  /** Requests for whose approval the system asks the person right now. */
  readonly #verifying = new Map<string, AbortController>();
  #cancelExpiry: () => void = () => {};

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#faults = parts.faults ?? noFaults;
    const { journal, log, linesLeftAlone } = parts;
    const surelyS = (account: string): number => this.#surelyS(account);
    const isFiled = (id: string): boolean => !this.#unfiled.has(id);
    this.#journal = new RequestJournal({ journal, log, surelyS, isFiled, ...(linesLeftAlone !== undefined && { linesLeftAlone }) });
  }

  /** Reads the journal; it is compacted meanwhile. Requests whose time ran out while the app was away become missed. */
  async load(): Promise<void> {
    await this.#journal.open();
    for (const { id } of this.#book.ended()) this.#unfiled.add(id);
    for (const line of this.#book.earlierLines()) await this.#parts.activity.record(line);
    await this.#missExpired();
    // Killed while an account was being removed: nobody is left to answer for it.
    const accounts = new Set(this.#book.all().map((held) => held.account));
    for (const account of accounts) if (!this.#isAlive(account)) await this.dropAccount(account);
    await this.#fileEnded();
    this.#journal.compactSoon();
    this.#changed();
  }

  /** Brings up again what was open when the app ended. */
  announceOpen(): void {
    for (const held of this.#book.open()) this.#parts.onArrival(held);
  }

  requests(): HeldRequest[] {
    return this.#book.all();
  }

  find(id: string): HeldRequest | undefined {
    return this.#book.find(id);
  }

  /** Undecided and not ended. */
  open(): HeldRequest[] {
    return this.#book.open();
  }

  /** Answers that the verifier has not confirmed, as the bytes they were first sent as. */
  undeliveredAnswers(issuer: string): string[] {
    return this.#book.undelivered().flatMap((held) => (held.issuer === issuer && held.decided !== undefined ? [held.decided.answer] : []));
  }

  /** Takes a request from the socket. Resolves once it is safe on disk. */
  async receive(jws: string, verifier: KnownVerifier): Promise<Receipt> {
    await this.#faults('request:frame');
    const { account, request } = await verifyRequest(jws, verifier, this.#parts.accounts, this.#parts.verifierNowMs(verifier.issuer));
    const id = requestIdOf(account.recordId, request.jti);
    const repeat = await this.#repeated(id, jws);
    if (repeat === 'different') return { type: 'error', code: 'conflict', id: request.jti };
    // Missed by a clock that was wrong, and alive by the verifier's time: it is open again.
    if (repeat === 'same' && !this.#wasMissed(id)) return { type: 'received', id: request.jti };
    const open = this.#book.open().filter((held) => held.account === account.recordId);
    if (open.length >= OPEN_PER_ACCOUNT || this.#book.known(account.recordId) >= KNOWN_PER_ACCOUNT)
      return { type: 'error', code: 'throttled', id: request.jti };
    const atMs = this.#parts.clock.nowMs();
    await this.#write(
      {
        type: 'request',
        id,
        account: account.recordId,
        issuer: account.issuer,
        organisation: account.organisation,
        subscriber: account.displayName,
        jws,
        atMs,
      },
      request,
    );
    await this.#faults('request:journalled');
    if (repeat === 'same') await this.#parts.activity.withdraw(id);
    const held = this.#book.find(id);
    const early = this.#early.take(id);
    // The account may have been removed while its request was being written.
    if (!this.#isAlive(account.recordId)) await this.dropAccount(account.recordId);
    else if (early !== undefined) await this.settle(account.recordId, request.jti, early);
    else if (held !== undefined) this.#parts.onArrival(held);
    this.#changed();
    return { type: 'received', id: request.jti };
  }

  /**
   * Carries out what the person decided, and where (`by`): signed once, journalled, then sent, and sent again as the same bytes until the verifier speaks.
   * @param pin what the person typed as their PIN; it counts for this one decision
   * @throws IntentError request-unknown, request-decided, request-expired, request-too-early, number-required, and why the person was not verified
   */
  async decide(id: string, decision: Decision, number?: string, by: DecidedBy = 'window', pin?: string): Promise<void> {
    await this.#missExpired();
    const uv = decision === 'approve' ? await this.#verify(id, number, pin) : 'none';
    // Not a single await between the question whether it may be decided and the mark that it is being decided.
    const held = this.#decidable(id);
    this.#checkDecision(held, decision, number);
    await this.#carryOut(held, decision, number, by, uv);
  }

  /**
   * A button of the request's notification. Deny is always carried out: it lets nobody in. Approve only when the request asks for
   * nothing more than this click, the app is not locked, and the notification was on screen for as long as a window must be:
   * else no clicking elsewhere could be told from an answer. Otherwise nothing is done, and the window asks for the rest.
   * @param shownForMs how long that very notification was on screen; undefined when it was not
   * @returns `open` when the person has to go on in the approval window
   * @throws IntentError request-unknown, request-decided, request-expired
   */
  async decideFromNotification(id: string, decision: 'approve' | 'deny', shownForMs: number | undefined): Promise<'decided' | 'open'> {
    await this.#missExpired();
    const held = this.#decidable(id);
    const asked = { ...held.request, userVerification: this.#parts.requirement(held.request.userVerification) };
    const isReady = approvesAtOnce(asked) && !this.#parts.isLocked() && (shownForMs ?? 0) >= APPROVE_AFTER_MS;
    if (decision === 'approve' && !isReady) return 'open';
    await this.#carryOut(held, decision, undefined, 'notification', 'none');
    return 'decided';
  }

  async #carryOut(
    held: HeldRequest,
    decision: Decision,
    number: string | undefined,
    by: DecidedBy,
    uv: UserVerificationMethod,
  ): Promise<void> {
    const { id } = held;
    await this.#alone(id, async () => {
      const secrets = this.#parts.accounts.get(held.account)?.secrets;
      if (secrets === undefined) throw new IntentError('account-unknown');
      const answer = await signAnswer(held, decision, number, secrets.deviceKey, uv);
      await this.#faults('decision:made');
      await this.#write({ type: 'decision', id, decision, answer, by, atMs: this.#parts.clock.nowMs() });
      await this.#faults('decision:journalled');
      this.#parts.sendAnswer(held.issuer, answer);
      await this.#faults('decision:sent');
    });
    this.#over(id);
    this.#changed();
  }

  /** Whether the person is asked to prove themselves for this request right now. */
  isVerifying(id: string): boolean {
    return this.#verifying.has(id);
  }

  /** The verifier's signed word on a request. Only this computer's own words give way to it. */
  async settle(accountRecordId: string, jti: string, outcome: LocalOutcome): Promise<void> {
    const id = requestIdOf(accountRecordId, jti);
    const held = this.#book.find(id);
    if (held === undefined) {
      this.#early.remember(id, outcome);
      return await this.#correct(id, outcome);
    }
    const word = held.decided === undefined ? withoutDecision(outcome) : outcome;
    const isKnown = held.ended !== undefined && (!isOwnWord(held.ended.outcome) || held.ended.outcome === word);
    if (!isKnown) {
      await this.#end(held.id, word);
      await this.#faults('outcome:journalled');
      this.#over(held.id);
      this.#changed();
    }
    await this.#fileEnded();
  }

  /** Nothing but a line of history is left of the request, and the word in it is this computer's own. */
  async #correct(id: string, outcome: LocalOutcome): Promise<void> {
    const line = this.#parts.activity.find(id);
    if (!isOwnWord(line?.outcome) || isOwnWord(outcome)) return;
    const word = line.outcome === 'missed' ? withoutDecision(outcome) : outcome;
    if (word !== line.outcome) await this.#parts.activity.record({ ...line, outcome: word });
  }

  /** Ends all that is still open of an account that is gone. */
  async dropAccount(accountRecordId: string): Promise<void> {
    for (const held of this.#book.all()) {
      if (held.account === accountRecordId && held.ended === undefined) await this.settle(accountRecordId, held.request.jti, 'cancelled');
    }
  }

  /** Of what has ended nothing is kept here but what tells a repeat: all else of it is in the history, or gone from there. */
  async forgetEnded(): Promise<void> {
    await this.#fileEnded();
    await this.#journal.compact();
    this.#changed();
  }

  /** Looks at the clock again, as after sleep or a corrected time. */
  async wake(): Promise<void> {
    await this.#missExpired();
    this.#changed();
  }

  /** The history and all that is remembered of requests, when no account is left. */
  async forgetAll(): Promise<void> {
    await this.#journal.clear();
    this.#changed();
  }

  async close(): Promise<void> {
    this.#cancelExpiry();
    await this.#journal.close();
  }

  get #book(): RequestBook {
    return this.#journal.book;
  }

  #isAlive(accountRecordId: string): boolean {
    return this.#parts.accounts.get(accountRecordId)?.secrets !== undefined;
  }

  #decidable(id: string): HeldRequest {
    const held = this.#book.find(id);
    if (held === undefined) throw new IntentError('request-unknown');
    if (held.ended?.outcome === 'missed' || held.ended?.outcome === 'expired') throw new IntentError('request-expired');
    if (held.ended !== undefined || held.decided !== undefined || this.#busy.has(id)) throw new IntentError('request-decided');
    return held;
  }

  #checkDecision(held: HeldRequest, decision: Decision, number: string | undefined): void {
    const approveInMs = this.#parts.displayClock.approveInMs(held.id);
    // A click meant for another window must not deny or report anything either: a report may suspend the account.
    if (approveInMs === undefined || approveInMs > 0) throw new IntentError('request-too-early');
    if (decision !== 'approve') return;
    const { match } = held.request;
    if (match.type === 'entry' && number?.length !== match.digits) throw new IntentError('number-required');
    if (match.type === 'choice' && (number === undefined || !match.options.includes(number))) throw new IntentError('number-required');
  }

  /** Everything else is asked before the person is bothered, and once more after. */
  async #verify(id: string, number: string | undefined, pin: string | undefined): Promise<UserVerificationMethod> {
    const held = this.#decidable(id);
    this.#checkDecision(held, 'approve', number);
    const over = new AbortController();
    // A second one for the same request only hears that the first is still open.
    const isFirst = pin === undefined && !this.#verifying.has(id);
    if (isFirst) this.#verifying.set(id, over);
    if (isFirst) this.#changed();
    try {
      return await this.#parts.verifyApproval(held, pin, over.signal);
    } finally {
      if (isFirst) this.#verifying.delete(id);
      if (isFirst) this.#changed();
    }
  }

  /** Nothing is left to decide, so nobody has to prove themselves for it either. */
  #over(id: string): void {
    this.#verifying.get(id)?.abort();
    this.#parts.onEnd(id);
  }

  async #repeated(id: string, jws: string): Promise<'same' | 'different' | undefined> {
    const held = this.#book.find(id);
    if (held !== undefined) return held.jws === jws ? 'same' : 'different';
    const seen = this.#book.seenHash(id);
    if (seen === undefined) return undefined;
    return seen === messageHash(jws) ? 'same' : 'different';
  }

  async #expire(): Promise<void> {
    await this.wake();
    const late = this.#book.undelivered().filter((held) => outcomeDueMs(held) <= this.#parts.verifierNowMs(held.issuer));
    for (const issuer of new Set(late.map((held) => held.issuer))) this.#parts.onLateAnswers(issuer);
  }

  async #missExpired(): Promise<void> {
    for (const { id } of this.#book.open()) {
      // Looked up anew each time: while the one before was written, this one may have been decided or ended.
      const held = this.#book.open().find((open) => open.id === id);
      if (held === undefined || this.#busy.has(id) || deadlineMs(held) > this.#parts.verifierNowMs(held.issuer)) continue;
      await this.#end(id, 'missed');
      this.#over(id);
    }
    await this.#fileEnded();
  }

  async #end(id: string, outcome: LocalOutcome): Promise<void> {
    await this.#alone(id, async () => await this.#write({ type: 'outcome', id, outcome, atMs: this.#parts.clock.nowMs() }));
    this.#unfiled.add(id);
  }

  /** The lines of what has ended go into the history, after everybody was told. What the disk refuses is tried again with the next. */
  async #fileEnded(): Promise<void> {
    for (const id of this.#unfiled) {
      const held = this.#book.find(id);
      if (held?.ended !== undefined) await this.#parts.activity.record(activityOf(held));
      // Another word may have come while the disk was busy.
      if (this.#book.find(id)?.ended === held?.ended) this.#unfiled.delete(id);
    }
  }

  /** Ended by this computer's clock alone. */
  #wasMissed(id: string): boolean {
    return (this.#book.find(id)?.ended ?? this.#parts.activity.find(id))?.outcome === 'missed';
  }

  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    this.#busy.add(id);
    try {
      await work();
    } finally {
      this.#busy.delete(id);
    }
  }

  /** The time in s that surely has come at the account's verifier: one wrong clock, at whichever end, forgets nothing too early. */
  #surelyS(accountRecordId: string): number {
    const { clock, accounts } = this.#parts;
    const account = accounts.get(accountRecordId);
    // Nothing is taken for an account that is gone, so nothing has to be known as a repeat.
    if (account?.secrets === undefined) return Infinity;
    return Math.floor(Math.min(clock.nowMs(), this.#parts.verifierSurelyMs(account.issuer) ?? -Infinity) / 1000);
  }

  #changed(): void {
    this.#cancelExpiry();
    const leftMs = (atMs: number, issuer: string): number => atMs - this.#parts.verifierNowMs(issuer);
    const open = this.#book.open().map((held) => leftMs(deadlineMs(held), held.issuer));
    const late = this.#book.undelivered().map((held) => leftMs(outcomeDueMs(held), held.issuer));
    // What is late already is asked after with every attach.
    const waits = [...open, ...late.filter((waitMs) => waitMs > 0)];
    if (waits.length > 0)
      this.#cancelExpiry = this.#parts.clock.schedule(Math.min(...waits), () => inBackground('expiry', this.#expire(), this.#parts.log));
    this.#parts.onChange();
  }

  async #write(entry: JournalEntry, request?: AuthenticationRequest): Promise<void> {
    await this.#journal.write(entry, request);
  }
}

/** Of a request that nobody has decided here the verifier can say no more than that it is over: no word of its makes it a decision of this person. */
function withoutDecision(outcome: LocalOutcome): LocalOutcome {
  switch (outcome) {
    case 'expired':
      return 'missed';
    case 'approved':
    case 'denied':
    case 'mismatch':
    case 'reported':
      return 'elsewhere';
    case 'cancelled':
    case 'elsewhere':
    case 'missed':
    case 'unknown':
      return outcome;
  }
}
