/**
 * What must survive a kill at any moment: an append-only file of sealed lines.
 *
 * Goal: an entry whose `append` resolved is there after SIGKILL or power loss, in its place; lines that were changed,
 * swapped, repeated, or taken from the middle or from another journal or an earlier generation are noticed.
 * Not defended: cutting lines off the end, or putting back an older whole file (rollback, as for the vault).
 */

/**
 * - `journal-corrupt`: a line is damaged or out of its place (`line` says which, the first entry being 1).
 * - `journal-io`: the disk failed. The entry is not in the journal; the ones before it are.
 * - `journal-entry`: the entry given to `append` or `compact` does not fit the journal's schema.
 * - `journal-closed`: not open yet, closed, or given up after a disk failure that left its end unknown: open it again.
 */
export type JournalErrorCode = 'journal-corrupt' | 'journal-io' | 'journal-entry' | 'journal-closed';

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  readonly line: number | undefined;

  constructor(code: JournalErrorCode, message: string, options: { line?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.line = options.line;
  }
}

/** Methods reject with a JournalError, or with the vault's VaultError (`vault-locked`) while the vault is locked. */
export interface Journal<Entry> {
  /** All entries in order. A torn last line, left by a kill during a write, is cut off and forgotten. */
  open(): Promise<Entry[]>;
  /** Durable (fsynced) when resolved. Concurrent calls are written in call order and may share one fsync. */
  append(entry: Entry): Promise<void>;
  /** Replaces all entries, including appends called before, by these: as a whole or not at all. */
  compact(entries: readonly Entry[]): Promise<void>;
  /** Waits for appends under way. */
  close(): Promise<void>;
}
