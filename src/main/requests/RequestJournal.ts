import { LIMITS } from '../../protocol/limits.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import type { AuthenticationRequest } from '../../protocol/messages/request.ts';
import type { Journal } from '../journal/Journal.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import type { JournalEntry } from './journalEntry.ts';
import { RequestBook } from './RequestBook.ts';

/** So many new lines are left alone: reading them at the start takes no noticeable time. */
const LINES_LEFT_ALONE = 1_000;

export interface RequestJournalParts {
  journal: Journal<JournalEntry>;
  /** The time in s that surely has come at the verifier of the account. */
  surelyS: (account: string) => number;
  /** Whether the history has the line of a finished request, so that the request itself may be forgotten. */
  isFiled: (id: string) => boolean;
  log: LogFailure;
  /** So many new lines come before the next look whether a compaction is worth it. */
  linesLeftAlone?: number;
}

/**
 * The journal of requests and the book it adds up to. An entry is in the book once it is safe on disk. Writes may share
 * an fsync; a compaction waits for those under way and lets new ones wait, so that it finds all of them in the book.
 */
export class RequestJournal {
  readonly #parts: RequestJournalParts;
  readonly #linesLeftAlone: number;
  #book = new RequestBook();
  /** Entries on disk, and how many of them are reason enough for the next look. */
  #lines = 0;
  #lookAt = 0;
  readonly #writing = new Set<Promise<void>>();
  #compacting: Promise<void> | undefined;

  constructor(parts: RequestJournalParts) {
    this.#parts = parts;
    this.#linesLeftAlone = parts.linesLeftAlone ?? LINES_LEFT_ALONE;
  }

  get book(): RequestBook {
    return this.#book;
  }

  async open(): Promise<void> {
    const entries = await this.#parts.journal.open();
    this.#book = bookOf(entries);
    this.#lines = entries.length;
    // Whoever opens it compacts it next.
    this.#lookAt = Infinity;
  }

  /** Resolves once the entry is safe on disk and in the book. `request`: see {@link RequestBook.apply}. */
  async write(entry: JournalEntry, request?: AuthenticationRequest): Promise<void> {
    while (this.#compacting !== undefined) await this.#compacting;
    const writing = this.#append(entry, request);
    this.#writing.add(writing);
    try {
      await writing;
    } finally {
      this.#writing.delete(writing);
    }
    if (this.#lines > this.#lookAt && this.#compacting === undefined) inBackground('compaction', this.#compactIfWorthIt(), this.#parts.log);
  }

  /** Of finished requests nothing but their hash is kept, and that only until nobody can repeat them. Their lines must be in the history. */
  async compact(): Promise<void> {
    await this.#alone(async () => {
      const entries = this.#hashesOfEnded();
      await this.#replaceBy(entries);
      this.#book = bookOf(entries);
    });
  }

  /** The same for who has just opened it: the book forgets at once, the disk while the person sees their accounts already. */
  compactSoon(): void {
    this.#book = bookOf(this.#hashesOfEnded());
    // If the disk refuses, what it kept is forgotten at the next start.
    this.#lookAt = this.#lines + this.#linesLeftAlone;
    const rewrite = this.#alone(async () => await this.#replaceBy(this.#book.summary(this.#parts.surelyS, LIMITS.requestMemorySeconds)));
    inBackground('compaction', rewrite, this.#parts.log);
  }

  #hashesOfEnded(): JournalEntry[] {
    const hashes = new Map<string, string>();
    for (const held of this.#book.all()) if (held.ended !== undefined) hashes.set(held.id, messageHash(held.jws));
    return this.#book.summary(this.#parts.surelyS, LIMITS.requestMemorySeconds, hashes);
  }

  async clear(): Promise<void> {
    await this.#alone(async () => {
      await this.#replaceBy([]);
      this.#book = new RequestBook();
    });
  }

  async close(): Promise<void> {
    await this.#compacting;
    await this.#parts.journal.close();
  }

  async #append(entry: JournalEntry, request: AuthenticationRequest | undefined): Promise<void> {
    await this.#parts.journal.append(entry);
    this.#lines += 1;
    this.#book.apply(entry, request);
  }

  /** While the app runs: windows still show what has just ended, so that goes only when nobody can repeat it any more. */
  async #compactIfWorthIt(): Promise<void> {
    await this.#alone(async () => await this.#compactQuietly());
  }

  /** Waits for the writes under way and lets new ones wait. */
  async #alone(compaction: () => Promise<void>): Promise<void> {
    while (this.#compacting !== undefined) await this.#compacting;
    const work = Promise.allSettled(this.#writing).then(compaction);
    this.#compacting = work.catch(() => {});
    try {
      await work;
    } finally {
      this.#compacting = undefined;
    }
  }

  async #compactQuietly(): Promise<void> {
    const { surelyS, isFiled } = this.#parts;
    this.#book.forget(surelyS, LIMITS.requestMemorySeconds, isFiled);
    const entries = this.#book.summary(surelyS, LIMITS.requestMemorySeconds);
    // Whatever comes of it, and if the disk refuses: not again with the next line.
    this.#lookAt = this.#lines + this.#linesLeftAlone;
    if (this.#lines > entries.length * 2) await this.#replaceBy(entries);
  }

  async #replaceBy(entries: readonly JournalEntry[]): Promise<void> {
    // As many as there are: nothing has ended and nothing is over since, so they are the same ones.
    if (entries.length !== this.#lines) await this.#parts.journal.compact(entries);
    this.#lines = entries.length;
    this.#lookAt = this.#lines + this.#linesLeftAlone;
  }
}

function bookOf(entries: readonly JournalEntry[]): RequestBook {
  const book = new RequestBook();
  for (const entry of entries) book.apply(entry);
  return book;
}
