/**
 * The journal on disk: one compact JWE a line, each sealed by the vault under "journal id : generation : line number".
 *
 * Line 0 names the generation, a random id that every compaction renews, so lines of an older file don't fit in a newer
 * one. A file is made by write-and-rename, never grown from nothing: only its end can be torn. One process at a time.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Faults, noFaults } from '../files/faults.ts';
import { type Vault, VaultError } from '../vault/Vault.ts';
import { type Journal, JournalError } from './Journal.ts';
import { JournalFile } from './JournalFile.ts';

const head = z.strictObject({ format: z.literal(1), generation: z.string().regex(/^[A-Za-z0-9_-]{16}$/) });
const newline = 0x0a;

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface SealedJournalOptions<Entry> {
  /** The file; put it into the vault's `journalFolderOf(folder)`. */
  readonly file: string;
  /** Tells journals of one vault apart: 1 to 32 of A-Z, a-z, 0-9, '_' and '-'. */
  readonly journalId: string;
  readonly vault: Pick<Vault, 'seal' | 'unseal'>;
  /** What an entry looks like; it must survive JSON. */
  readonly schema: z.ZodType<Entry>;
  readonly faults?: Faults;
}

export class SealedJournal<Entry> implements Journal<Entry> {
  readonly #file: JournalFile;
  readonly #journalId: string;
  readonly #vault: Pick<Vault, 'seal' | 'unseal'>;
  readonly #schema: z.ZodType<Entry>;
  readonly #faults: Faults;
  /** Of the open file. */
  #generation = '';
  #lines = 0;
  /** All work on the file, one piece after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** The appends that will share the next write; `undefined` once that write has begun. */
  #batch: Waiting[] | undefined;

  constructor(options: SealedJournalOptions<Entry>) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(options.journalId)) throw new TypeError('not a journal id');
    this.#faults = options.faults ?? noFaults;
    this.#file = new JournalFile(options.file, this.#faults);
    this.#journalId = options.journalId;
    this.#vault = options.vault;
    this.#schema = options.schema;
  }

  async open(): Promise<Entry[]> {
    return await this.#next(async () => {
      await this.#file.close();
      const content = await this.#file.read();
      if (content !== undefined) return await this.#load(content);
      await this.#replaceBy([]);
      return [];
    });
  }

  append(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { text: this.#serialise(entry), resolve, reject };
      if (this.#batch !== undefined) {
        this.#batch.push(waiting);
        return;
      }
      const batch = [waiting];
      this.#batch = batch;
      void this.#next(() => this.#write(batch));
    });
  }

  async compact(entries: readonly Entry[]): Promise<void> {
    const texts = entries.map((entry) => this.#serialise(entry));
    // Appends called from now on belong behind the new entries, so they can't join a batch that is written before.
    this.#batch = undefined;
    await this.#next(async () => {
      this.#requireOpen();
      await this.#replaceBy(texts);
    });
  }

  async close(): Promise<void> {
    this.#batch = undefined;
    await this.#next(() => this.#file.close());
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }

  #requireOpen(): void {
    if (!this.#file.isOpen) throw new JournalError('journal-closed', `${this.#file.name} is not open`);
  }

  #serialise(entry: Entry): string {
    const parsed = this.#schema.safeParse(entry);
    // Without zod's error as cause: it may quote the entry.
    if (!parsed.success) throw new JournalError('journal-entry', 'this is no entry of this journal');
    return JSON.stringify(parsed.data);
  }

  /** Settles every append of the batch; never rejects. If the disk fails, none of the batch is in the journal. */
  async #write(batch: Waiting[]): Promise<void> {
    if (this.#batch === batch) this.#batch = undefined;
    try {
      this.#requireOpen();
      const lines: string[] = [];
      for (const { text } of batch) {
        lines.push(this.#seal(`${this.#generation}:${this.#lines + lines.length + 1}`, text));
      }
      await this.#file.append(Buffer.from(lines.join('')));
      this.#lines += batch.length;
      await this.#faults('journal:after-append');
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  async #replaceBy(texts: readonly string[]): Promise<void> {
    const generation = randomBytes(12).toString('base64url');
    const lines = [this.#seal('head', JSON.stringify({ format: 1, generation }))];
    for (const text of texts) lines.push(this.#seal(`${generation}:${lines.length}`, text));
    await this.#file.replace(Buffer.from(lines.join('')));
    this.#generation = generation;
    this.#lines = texts.length;
  }

  async #load(content: Buffer): Promise<Entry[]> {
    const end = content.lastIndexOf(newline) + 1;
    const [first, ...rest] = content.subarray(0, end).toString('latin1').split('\n').slice(0, -1);
    const { generation } = await this.#unseal(head, 'head', 0, first ?? '');
    const entries: Entry[] = [];
    for (const line of rest) {
      const number = entries.length + 1;
      entries.push(await this.#unseal(this.#schema, `${generation}:${number}`, number, line));
    }
    await this.#file.openAt(end);
    this.#generation = generation;
    this.#lines = entries.length;
    return entries;
  }

  #seal(place: string, text: string): string {
    const plaintext = Buffer.from(text);
    try {
      return `${this.#vault.seal('journal', `${this.#journalId}:${place}`, plaintext)}\n`;
    } finally {
      plaintext.fill(0);
    }
  }

  async #unseal<T>(schema: z.ZodType<T>, place: string, line: number, jwe: string): Promise<T> {
    let plaintext: Uint8Array | undefined;
    try {
      plaintext = await this.#vault.unseal('journal', `${this.#journalId}:${place}`, jwe);
      return schema.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    } catch (error) {
      if (error instanceof VaultError && error.code !== 'vault-corrupt') throw error;
      // Without a cause: a parser's message may quote the entry.
      throw new JournalError('journal-corrupt', `line ${line} of ${this.#file.name} is damaged`, { line });
    } finally {
      plaintext?.fill(0);
    }
  }
}
