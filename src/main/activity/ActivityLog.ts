import { LINES_KEPT, type Retention } from '../../bridge/activityNames.ts';
import { type Journal, JournalError } from '../journal/Journal.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import type { Clock } from '../time/Clock.ts';
import type { Activity, ActivityEntry } from './Activity.ts';
import { ActivityBook } from './ActivityBook.ts';
import { keptFromMs } from './retention.ts';

/** So many lines are sealed together by a compaction: 10,000 are then opened in 50 pieces. */
const LINES_PER_ENTRY = 200;
/** So many new entries are left alone: reading them at the start takes no noticeable time. */
const ENTRIES_LEFT_ALONE = 500;

export interface ActivityLogParts {
  journal: Journal<ActivityEntry>;
  clock: Clock;
  /** The time that has surely come, ms since the epoch: one wrong clock must not delete a history. */
  surelyMs(): number;
  retention(): Retention;
  /** Gives a journal that cannot be read another name, so that a new one can begin. */
  setAside(): void;
  onChange(): void;
  log: LogFailure;
  entriesLeftAlone?: number;
  linesKept?: number;
}

/**
 * The history of this computer: sealed, and on disk when a call resolves. Writes that come while the disk is busy share
 * the next one. Everything that touches the file happens one after the other, so that a compaction finds all of it.
 */
export class ActivityLog {
  readonly #parts: ActivityLogParts;
  readonly #limit: number;
  #book: ActivityBook;
  #revision = 0;
  /** Entries on disk, and how many of them are reason enough for a compaction. */
  #entries = 0;
  #compactAt = 0;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: ActivityEntry = { lines: [], gone: [] };
  #writing: Promise<void> | undefined;

  constructor(parts: ActivityLogParts) {
    this.#parts = parts;
    this.#limit = parts.linesKept ?? LINES_KEPT;
    this.#book = new ActivityBook(this.#limit);
  }

  /**
   * Reads what is kept. A history that cannot be read keeps nobody from signing in: it is put aside, and a line says so.
   * @throws JournalError journal-io; VaultError
   */
  async load(): Promise<void> {
    await this.#next(async () => {
      const found = await this.#open();
      const book = new ActivityBook(this.#limit);
      for (const entry of found) book.apply(entry);
      this.#book = book;
      this.#countEntries(found.length);
      this.#changed();
    });
    await this.sweep();
  }

  /** Newest first, without those that are too old to be shown. */
  lines(): readonly Activity[] {
    const fromMs = keptFromMs(this.#parts.retention(), this.#parts.clock.nowMs());
    const lines = this.#book.newestFirst();
    return (lines.at(-1)?.atMs ?? fromMs) >= fromMs ? lines : lines.filter(({ atMs }) => atMs >= fromMs);
  }

  find(id: string): Activity | undefined {
    return this.#book.find(id);
  }

  /** Another one after each change. */
  get revision(): number {
    return this.#revision;
  }

  /** Keeps a line, or changes the one of the same id. */
  async record(line: Activity): Promise<void> {
    if (this.#parts.retention() === 'nothing') return;
    this.#waiting.lines.push(line);
    this.#waiting.gone = this.#waiting.gone.filter((id) => id !== line.id);
    await this.#write();
  }

  /** Takes a line back whose request turned out to be still open; also one that is only on its way to the disk. */
  async withdraw(id: string): Promise<void> {
    if (this.#parts.retention() === 'nothing') return;
    this.#waiting.gone.push(id);
    await this.#write();
  }

  /** Deletes every line of an account, on disk too. */
  async deleteAccount(recordId: string): Promise<void> {
    await this.#keep(({ account }) => account !== recordId);
  }

  /** Deletes the whole history, on disk too. */
  async clear(): Promise<void> {
    await this.#keep(() => false);
  }

  /** How many lines another retention would delete now. */
  tooOld(retention: Retention): number {
    const fromMs = keptFromMs(retention, this.#parts.clock.nowMs());
    return this.#book.newestFirst().filter(({ atMs }) => atMs < fromMs).length;
  }

  /** The person has chosen how long lines are kept: what is older is deleted, on disk too. */
  async applyRetention(): Promise<void> {
    const fromMs = keptFromMs(this.#parts.retention(), this.#parts.clock.nowMs());
    await this.#keep(({ atMs }) => atMs >= fromMs);
  }

  /** Deletes what has become too old meanwhile. */
  async sweep(): Promise<void> {
    const fromMs = keptFromMs(this.#parts.retention(), this.#parts.surelyMs());
    await this.#keep(({ atMs }) => atMs >= fromMs);
  }

  async close(): Promise<void> {
    await this.#next(async () => await this.#parts.journal.close());
  }

  async #open(): Promise<ActivityEntry[]> {
    try {
      return await this.#parts.journal.open();
    } catch (error) {
      if (!(error instanceof JournalError) || error.code !== 'journal-corrupt') throw error;
    }
    this.#parts.log('history', 'vault-corrupt');
    this.#parts.setAside();
    await this.#parts.journal.open();
    const atMs = this.#parts.clock.nowMs();
    const line: Activity = { id: `damaged.${atMs}`, atMs, type: 'damaged', organisation: '', subscriber: '' };
    await this.#parts.journal.append({ lines: [line], gone: [] });
    return [{ lines: [line], gone: [] }];
  }

  #write(): Promise<void> {
    this.#writing ??= this.#next(async () => {
      const entry = this.#waiting;
      this.#waiting = { lines: [], gone: [] };
      this.#writing = undefined;
      await this.#parts.journal.append(entry);
      this.#book.apply(entry);
      this.#entries += 1;
      this.#changed();
      if (this.#entries >= this.#compactAt) inBackground('history', this.#compact(), this.#parts.log);
    });
    return this.#writing;
  }

  async #compact(): Promise<void> {
    await this.#next(async () => {
      if (this.#entries >= this.#compactAt) await this.#replaceBy(this.#book.newestFirst());
    });
  }

  async #keep(isKept: (line: Activity) => boolean): Promise<void> {
    await this.#next(async () => {
      const lines = this.#book.newestFirst();
      const kept = lines.filter(isKept);
      if (kept.length < lines.length) await this.#replaceBy(kept);
    });
  }

  async #replaceBy(newestFirst: readonly Activity[]): Promise<void> {
    const entries = ActivityBook.summary(newestFirst, LINES_PER_ENTRY);
    // If the disk refuses: not again with the next line.
    this.#countEntries(this.#entries);
    await this.#parts.journal.compact(entries);
    const book = new ActivityBook(this.#limit);
    for (const entry of entries) book.apply(entry);
    this.#book = book;
    this.#countEntries(entries.length);
    this.#changed();
  }

  #countEntries(entries: number): void {
    this.#entries = entries;
    this.#compactAt = entries + (this.#parts.entriesLeftAlone ?? ENTRIES_LEFT_ALONE);
  }

  #changed(): void {
    this.#revision += 1;
    this.#parts.onChange();
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}
