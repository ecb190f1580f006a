import type { FrameErrorCode } from '../../protocol/frames.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { Decision } from '../../protocol/messages/answer.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Activity } from '../activity/Activity.ts';
import { IntentError } from '../errors/IntentError.ts';
import { type Faults, noFaults } from '../files/faults.ts';
import type { Journal } from '../journal/Journal.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import type { Clock } from '../time/Clock.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';
import type { DisplayClock } from './DisplayClock.ts';
import { deadlineMs, type HeldRequest, type LocalOutcome, requestIdOf } from './HeldRequest.ts';
import type { JournalEntry } from './journalEntry.ts';
import { RequestBook } from './RequestBook.ts';
import { signAnswer } from './signAnswer.ts';
import { verifyRequest } from './verifyRequest.ts';

/** More open requests of one account than a person can read; the verifier's own limit is lower. */
const OPEN_PER_ACCOUNT = 8;

export interface InboxParts {
  journal: Journal<JournalEntry>;
  accounts: Accounts;
  clock: Clock;
  displayClock: DisplayClock;
  /** The verifier's time of an issuer, ms. */
  verifierNowMs(issuer: string): number;
  /** Puts an answer on its way if the verifier is connected; else the next attach does. */
  sendAnswer(issuer: string, answer: string): void;
  /** A request has come that the person should see. */
  onArrival(held: HeldRequest): void;
  /** Nothing is left to decide: decided here, ended there, or missed. */
  onEnd(id: string): void;
  onChange(): void;
  log: LogFailure;
  faults?: Faults;
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
  #book = new RequestBook();
  /** Requests whose decision or end is being written right now: nothing else may decide about them meanwhile. */
  readonly #busy = new Set<string>();
  #cancelExpiry: () => void = () => {};

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#faults = parts.faults ?? noFaults;
  }

  /** Reads the journal and compacts it. Requests whose time ran out while the app was away become missed. */
  async load(): Promise<void> {
    const book = new RequestBook();
    for (const entry of await this.#parts.journal.open()) book.apply(entry);
    this.#book = book;
    await this.#missExpired();
    // Killed while an account was being removed: nobody is left to answer for it.
    for (const account of new Set(book.all().map((held) => held.account))) if (!this.#isAlive(account)) await this.dropAccount(account);
    const hashes = new Map<string, string>();
    for (const held of book.all()) if (held.ended !== undefined) hashes.set(held.id, await messageHash(held.jws));
    const entries = book.summary(this.#earliestNowS(), LIMITS.requestMemorySeconds, hashes);
    await this.#parts.journal.compact(entries);
    this.#book = new RequestBook();
    for (const entry of entries) this.#book.apply(entry);
    this.#changed();
  }

  /** Brings up again what was open when the app ended. */
  announceOpen(): void {
    for (const held of this.#book.open()) this.#parts.onArrival(held);
  }

  requests(): HeldRequest[] {
    return this.#book.all();
  }

  activity(): Activity[] {
    return this.#book.activity();
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
    if (repeat !== undefined)
      return repeat === 'same' ? { type: 'received', id: request.jti } : { type: 'error', code: 'conflict', id: request.jti };
    const open = this.#book.open().filter((held) => held.account === account.recordId);
    if (open.length >= OPEN_PER_ACCOUNT) return { type: 'error', code: 'throttled', id: request.jti };
    const atMs = this.#parts.clock.nowMs();
    await this.#write({
      type: 'request',
      id,
      account: account.recordId,
      issuer: account.issuer,
      organisation: account.organisation,
      subscriber: account.displayName,
      jws,
      atMs,
    });
    await this.#faults('request:journalled');
    const held = this.#book.find(id);
    // The account may have been removed while its request was being written.
    if (!this.#isAlive(account.recordId)) await this.dropAccount(account.recordId);
    else if (held !== undefined) this.#parts.onArrival(held);
    this.#changed();
    return { type: 'received', id: request.jti };
  }

  /**
   * Carries out what the person decided: signed once, journalled, then sent, and sent again as the same bytes until the verifier speaks.
   * @throws IntentError request-unknown, request-decided, request-expired, request-too-early, number-required, user-verification-required
   */
  async decide(id: string, decision: Decision, number?: string): Promise<void> {
    await this.#missExpired();
    // Not a single await between the question whether it may be decided and the mark that it is being decided.
    const held = this.#decidable(id);
    this.#checkDecision(held, decision, number);
    await this.#alone(id, async () => {
      const secrets = this.#parts.accounts.get(held.account)?.secrets;
      if (secrets === undefined) throw new IntentError('account-unknown');
      const answer = await signAnswer(held, decision, number, secrets.deviceKey);
      await this.#faults('decision:made');
      await this.#write({ type: 'decision', id, decision, answer, atMs: this.#parts.clock.nowMs() });
      await this.#faults('decision:journalled');
      this.#parts.sendAnswer(held.issuer, answer);
      await this.#faults('decision:sent');
    });
    this.#parts.onEnd(id);
    this.#changed();
  }

  /** The verifier's signed word on a request. Only `missed`, this computer's own word, gives way to it. */
  async settle(accountRecordId: string, jti: string, outcome: LocalOutcome): Promise<void> {
    const held = this.#book.find(requestIdOf(accountRecordId, jti));
    if (held === undefined || (held.ended !== undefined && held.ended.outcome !== 'missed')) return;
    const word = outcome === 'expired' && held.decided === undefined ? 'missed' : outcome;
    if (held.ended?.outcome === word) return;
    await this.#alone(
      held.id,
      async () => await this.#write({ type: 'outcome', id: held.id, outcome: word, atMs: this.#parts.clock.nowMs() }),
    );
    await this.#faults('outcome:journalled');
    this.#parts.onEnd(held.id);
    this.#changed();
  }

  /** Ends all that is still open of an account that is gone. */
  async dropAccount(accountRecordId: string): Promise<void> {
    for (const held of this.#book.all()) {
      if (held.account === accountRecordId && held.ended === undefined) await this.settle(accountRecordId, held.request.jti, 'cancelled');
    }
  }

  async record(activity: Activity): Promise<void> {
    await this.#write({ type: 'activity', activity });
    this.#changed();
  }

  /** Looks at the clock again, as after sleep or a corrected time. */
  async wake(): Promise<void> {
    await this.#missExpired();
    this.#changed();
  }

  async close(): Promise<void> {
    this.#cancelExpiry();
    await this.#parts.journal.close();
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
    if (approveInMs === undefined) throw new IntentError('request-too-early');
    if (decision !== 'approve') return;
    if (approveInMs > 0) throw new IntentError('request-too-early');
    const { match, userVerification } = held.request;
    if (match.type === 'entry' && number?.length !== match.digits) throw new IntentError('number-required');
    if (match.type === 'choice' && (number === undefined || !match.options.includes(number))) throw new IntentError('number-required');
    if (userVerification === 'required') throw new IntentError('user-verification-required');
  }

  async #repeated(id: string, jws: string): Promise<'same' | 'different' | undefined> {
    const held = this.#book.find(id);
    if (held !== undefined) return held.jws === jws ? 'same' : 'different';
    const seen = this.#book.seenHash(id);
    if (seen === undefined) return undefined;
    return seen === (await messageHash(jws)) ? 'same' : 'different';
  }

  async #missExpired(): Promise<void> {
    for (const { id } of this.#book.open()) {
      // Looked up anew each time: while the one before was written, this one may have been decided or ended.
      const held = this.#book.open().find((open) => open.id === id);
      if (held === undefined || this.#busy.has(id) || deadlineMs(held) > this.#parts.verifierNowMs(held.issuer)) continue;
      await this.#alone(id, async () => await this.#write({ type: 'outcome', id, outcome: 'missed', atMs: this.#parts.clock.nowMs() }));
      this.#parts.onEnd(id);
    }
  }

  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    this.#busy.add(id);
    try {
      await work();
    } finally {
      this.#busy.delete(id);
    }
  }

  /** The time in s that surely has come at every verifier, so that a wrong clock here forgets nothing too early. */
  #earliestNowS(): number {
    const { clock, accounts } = this.#parts;
    return Math.floor(Math.min(clock.nowMs(), ...accounts.all().map(({ issuer }) => this.#parts.verifierNowMs(issuer))) / 1000);
  }

  #changed(): void {
    this.#cancelExpiry();
    const waits = this.#book.open().map((held) => deadlineMs(held) - this.#parts.verifierNowMs(held.issuer));
    if (waits.length > 0)
      this.#cancelExpiry = this.#parts.clock.schedule(Math.min(...waits), () => inBackground('expiry', this.wake(), this.#parts.log));
    this.#parts.onChange();
  }

  async #write(entry: JournalEntry): Promise<void> {
    await this.#parts.journal.append(entry);
    this.#book.apply(entry);
  }
}
