import { z } from 'zod';
import type { ErrorCode } from '../../../bridge/errors.ts';
import type { PairingLineCounts, PairingLineView, PairingListView } from '../../../bridge/pairingList.ts';
import { type Account, isDead, signInNameOf } from '../../accounts/Account.ts';
import type { Accounts } from '../../accounts/Accounts.ts';
import { errorCodeOf } from '../../errors/errorCodeOf.ts';
import { IntentError } from '../../errors/IntentError.ts';
import type { Clock } from '../../time/Clock.ts';
import { parseRecord } from '../../vault/parseRecord.ts';
import type { Vault } from '../../vault/Vault.ts';
import type { KnownVerifier } from '../../verifiers/KnownVerifier.ts';
import { mayTryAgain } from '../mayTryAgain.ts';
import type { Pairings } from '../Pairings.ts';
import { credentialOf } from '../PairingSource.ts';
import type { PairingHosts } from './PairingHosts.ts';
import { endedLine, isWaiting, type PairingLine, pairingLineSchema, sourceOfLine, type WaitingLine } from './PairingLine.ts';
import { readPairingLines } from './readPairingLines.ts';

const RECORD = 'pairing-list';
const recordSchema = z.strictObject({ lines: z.array(pairingLineSchema) });

/** Pairings under way at once: a verifier allows some hundreds in ten minutes, and people sign in meanwhile. */
const LANES = 4;
/** How long a verifier that has enough is left alone. */
const PAUSE_MS = 10_000;

export interface PairingListParts {
  pairings: Pairings;
  accounts: Accounts;
  vault: Vault;
  clock: Clock;
  /** Knows who answers for the lines of one list. */
  makeHosts(): PairingHosts;
  onChange(): void;
}

/** One go at the lines that wait. */
interface Run {
  /** Aborted: no further line is begun. */
  readonly over: AbortController;
  /** What keeps the rest from going on. */
  problem?: ErrorCode;
  /** Lanes that leave the verifier alone for a while. */
  pauses: number;
}

type Step =
  { at: 'none' | 'review' | 'compare' | 'done' } | { at: 'running'; run: Run } | { at: 'stopped'; problem: ErrorCode | undefined };

/**
 * Many pairings in one go, a result for each line. From the first pairing on the list is sealed in the vault, so that a kill
 * at any moment costs no key and forgets no result: the rest goes on after the next start.
 */
export class PairingList {
  readonly #parts: PairingListParts;
  #hosts: PairingHosts;
  #lines: PairingLine[] = [];
  /** Ids of lines whose pairing is under way. */
  readonly #underWay = new Set<string>();
  #step: Step = { at: 'none' };
  #saving: Promise<void> | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(parts: PairingListParts) {
    this.#parts = parts;
    this.#hosts = parts.makeHosts();
  }

  view(): PairingListView {
    const step = this.#step;
    if (step.at === 'none') return { step: 'none' };
    const counts = this.#counts();
    switch (step.at) {
      case 'review':
      case 'compare':
        return { step: step.at, counts, hosts: this.#hosts.views(this.#lines.filter(isWaiting)) };
      case 'running':
        return { step: 'running', counts, stopping: step.run.over.signal.aborted, throttled: step.run.pauses > 0 };
      case 'stopped':
        return { step: 'stopped', counts, ...(step.problem !== undefined && { problem: step.problem }) };
      case 'done':
        return { step: 'done', counts };
    }
  }

  /** @throws IntentError pairing-nothing-pending */
  lines(): PairingLineView[] {
    if (this.#step.at === 'none') throw new IntentError('pairing-nothing-pending');
    return this.#lines.map((line) => ({
      number: line.number,
      name: line.name,
      host: line.host,
      state: this.#stateOf(line),
      ...(line.error !== undefined && { error: line.error }),
    }));
  }

  /** Takes up a list that the end of the app has interrupted. Before interrupted pairings are taken up, which may be lines of it. */
  async load(): Promise<void> {
    const record = await this.#parts.vault.get(RECORD, 'pairing-list');
    this.#begin(record === undefined ? [] : parseRecord(record, recordSchema).lines);
    if (this.#lines.length > 0) this.#enter(this.#lines.some(isWaiting) ? { at: 'stopped', problem: undefined } : { at: 'done' });
  }

  /**
   * Reads a list. One that is being worked through stays.
   * @throws IntentError list-empty, list-too-long, list-damaged
   */
  open(text: string): void {
    if (this.#step.at === 'running' || this.#step.at === 'stopped') return;
    const lines = readPairingLines(text).map((line) => (this.#isHere(line) ? endedLine(line, 'duplicate') : line));
    this.#begin(lines);
    this.#enter({ at: 'review' });
  }

  /**
   * Goes on from the review, the comparison of fingerprints, or a stop. Resolves when all lines are done or it has stopped.
   * @throws IntentError pairing-nothing-pending; VaultError when the list cannot be kept
   */
  async confirm(): Promise<void> {
    const { at } = this.#step;
    if (at !== 'review' && at !== 'compare' && at !== 'stopped') throw new IntentError('pairing-nothing-pending');
    if (at === 'compare') this.#hosts.trustFound();
    this.#working = this.#work();
    await this.#working;
  }

  /** Begins no further line; those under way are ended properly. */
  stop(): void {
    if (this.#step.at !== 'running') return;
    this.#step.run.over.abort();
    this.#parts.onChange();
  }

  /** The list is done with; what waits of it is given up. Not while lines are under way. */
  async close(): Promise<void> {
    if (this.#step.at === 'running') throw new IntentError('pairing-nothing-pending');
    const lines = this.#lines;
    await this.#parts.vault.delete(RECORD);
    for (const { id } of lines.filter(isWaiting)) await this.#parts.pairings.abandon(id);
    this.#begin([]);
    this.#enter({ at: 'none' });
  }

  /** All accounts are being removed: no more of them are made. */
  async giveUp(): Promise<void> {
    this.stop();
    await this.#working;
    await this.close();
  }

  /** An account has come of a line; durable when it resolves. */
  async paired(id: string, account: Account): Promise<void> {
    const line = this.#lines.find((one) => one.id === id);
    if (line === undefined) return;
    await this.#end({ ...endedLine(line, 'paired'), name: signInNameOf(account) });
    // Taken up after the start, before the person has asked for anything.
    if (this.#step.at === 'stopped' && !this.#lines.some(isWaiting)) this.#enter({ at: 'done' });
  }

  /** The app is locked: a question to whoever was here is not answered by whoever comes back. What is under way goes on. */
  withdrawQuestion(): void {
    if (this.#step.at === 'compare') this.#enter({ at: 'stopped', problem: undefined });
    if (this.#step.at !== 'review') return;
    this.#begin([]);
    this.#enter({ at: 'none' });
  }

  async #work(): Promise<void> {
    const run: Run = { over: new AbortController(), pauses: 0 };
    const { signal } = run.over;
    this.#enter({ at: 'running', run });
    try {
      await this.#save();
      await this.#reachHosts(run);
      const waiting = this.#lines.filter(isWaiting);
      if (!signal.aborted && waiting.some((line) => this.#hosts.isStrange(line))) return this.#enter({ at: 'compare' });
      // One queue, from which every lane takes its next line.
      const queue = waiting.values();
      await Promise.all(Array.from({ length: LANES }, async () => await this.#lane(queue, run)));
    } catch (error) {
      run.problem ??= errorCodeOf(error);
    }
    this.#underWay.clear();
    this.#enter(this.#lines.some(isWaiting) ? { at: 'stopped', problem: run.problem } : { at: 'done' });
  }

  /** Before any key is sent. Lines of a host that is not to be paired with fail; those of one that is away wait. */
  async #reachHosts(run: Run): Promise<void> {
    const waiting = this.#lines.filter(isWaiting);
    await this.#hosts.reach(waiting);
    for (const line of waiting) {
      const failure = this.#hosts.failureOf(line);
      if (failure !== undefined && mayTryAgain(failure)) run.problem ??= failure;
      else if (failure !== undefined) this.#replace(endedLine(line, 'failed', failure));
    }
    await this.#save();
  }

  async #lane(queue: Iterable<WaitingLine>, run: Run): Promise<void> {
    for (const line of queue) {
      if (run.over.signal.aborted) return;
      const verifier = this.#hosts.trusted(line);
      if (verifier === undefined) continue;
      this.#underWay.add(line.id);
      this.#parts.onChange();
      await this.#pair(line, verifier, run);
      this.#underWay.delete(line.id);
      this.#parts.onChange();
    }
  }

  /** Until it is paired, has failed, or waits for another run. */
  async #pair(line: WaitingLine, verifier: KnownVerifier, run: Run): Promise<void> {
    do {
      try {
        await this.#parts.pairings.pair(verifier, credentialOf(sourceOfLine(line)), line.id);
        return;
      } catch (error) {
        const code = errorCodeOf(error);
        if (code !== 'pairing-throttled') return await this.#notPaired(line, code, run);
        await this.#pause(run);
      }
    } while (!run.over.signal.aborted);
  }

  async #notPaired(line: WaitingLine, code: ErrorCode, run: Run): Promise<void> {
    if (mayTryAgain(code)) {
      // The next line would fare no better.
      run.problem ??= code;
      run.over.abort();
      return;
    }
    await this.#parts.pairings.abandon(line.id);
    await this.#end(endedLine(line, 'failed', code));
  }

  async #pause(run: Run): Promise<void> {
    run.pauses += 1;
    this.#parts.onChange();
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.schedule(PAUSE_MS, resolve);
      const goOn = (): void => {
        cancel();
        resolve();
      };
      if (run.over.signal.aborted) goOn();
      else run.over.signal.addEventListener('abort', goOn, { once: true });
    });
    run.pauses -= 1;
  }

  #isHere(line: PairingLine): boolean {
    if (!isWaiting(line)) return false;
    const source = sourceOfLine(line);
    return this.#parts.accounts.all().some((account) => {
      if (isDead(account)) return false;
      if (signInNameOf(account) === line.name) return true;
      return source.by === 'link' && account.issuer === source.link.issuer && account.subscriber === line.name;
    });
  }

  #stateOf(line: PairingLine): PairingLineView['state'] {
    return line.state === 'waiting' && this.#underWay.has(line.id) ? 'pairing' : line.state;
  }

  #counts(): PairingLineCounts {
    const counts = { waiting: 0, pairing: 0, paired: 0, failed: 0, duplicate: 0 };
    for (const line of this.#lines) counts[this.#stateOf(line)] += 1;
    return counts;
  }

  async #end(line: PairingLine): Promise<void> {
    this.#replace(line);
    await this.#save();
  }

  #replace(line: PairingLine): void {
    this.#lines = this.#lines.map((one) => (one.id === line.id ? line : one));
    this.#parts.onChange();
  }

  #begin(lines: PairingLine[]): void {
    this.#lines = lines;
    this.#underWay.clear();
    this.#hosts = this.#parts.makeHosts();
  }

  /** Results that come while the disk is busy share the next write. */
  #save(): Promise<void> {
    this.#saving ??= Promise.resolve().then(async () => {
      this.#saving = undefined;
      await this.#parts.vault.put({ recordId: RECORD, type: 'pairing-list', format: 1, value: { lines: this.#lines } });
    });
    return this.#saving;
  }

  #enter(step: Step): void {
    this.#step = step;
    this.#parts.onChange();
  }
}
