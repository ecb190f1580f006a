/**
 * A journal's bytes on disk: appended and fsynced, cut back when that failed, replaced as a whole. Knows no lines.
 * Fails with `journal-io`, or `journal-closed` where the file is not open. Calls must not overlap.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ensurePrivateFolder, errorCode, removeLeftovers, writeDurably } from '../files/durableFiles.ts';
import type { Faults } from '../files/faults.ts';
import { readBounded } from '../files/readBounded.ts';
import { JournalError } from './Journal.ts';

/** Years of one person's requests between two starts; more would not fit into one text. */
const maxBytes = 256 * 1024 * 1024;

/**
 * Linux writes through to the disk in one call, which spares whoever waits a second way to a thread and back. macOS would
 * leave the bytes in the disk's own memory, and Windows has no such flag in Node.
 */
const WRITES_THROUGH = process.platform === 'linux';
const FLAGS = WRITES_THROUGH ? constants.O_RDWR | constants.O_DSYNC : constants.O_RDWR;

interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes that are durable; what lies beyond is rubbish. */
  length: number;
}

export class JournalFile {
  readonly name: string;
  readonly #path: string;
  readonly #faults: Faults;
  #file: OpenFile | undefined;

  constructor(path: string, faults: Faults) {
    this.name = basename(path);
    this.#path = path;
    this.#faults = faults;
  }

  get isOpen(): boolean {
    return this.#file !== undefined;
  }

  /** `undefined`: there is no such file. Makes its folder and clears what a killed `replace` left. */
  async read(): Promise<Buffer | undefined> {
    return await this.#io('read', async () => {
      await ensurePrivateFolder(dirname(this.#path));
      await removeLeftovers(dirname(this.#path));
      try {
        const bytes = await readBounded(this.#path, maxBytes);
        if (bytes === 'tooMuch') throw new JournalError('journal-corrupt', `${this.name} is no file of a sensible size`);
        return bytes;
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    });
  }

  /** Opens the file for appending behind its first `length` bytes, and cuts off what follows them. */
  async openAt(length: number): Promise<void> {
    await this.#io('opened', async () => {
      const handle = await open(this.#path, FLAGS);
      try {
        if ((await handle.stat()).size > length) {
          await handle.truncate(length);
          await handle.datasync();
        }
        this.#file = { handle, length };
      } finally {
        if (this.#file?.handle !== handle) await handle.close();
      }
    });
  }

  /** Durable when resolved. Fault points: `journal:before-write`, `journal:written`. */
  async append(bytes: Uint8Array): Promise<void> {
    const file = this.#file;
    if (file === undefined) throw new JournalError('journal-closed', `${this.name} is not open`);
    await this.#io('written', async () => {
      try {
        await this.#faults('journal:before-write');
        await writeAt(file.handle, bytes, file.length);
        await this.#faults('journal:written');
        if (!WRITES_THROUGH) await file.handle.datasync();
        file.length += bytes.length;
      } catch (error) {
        await this.#cutBack(file);
        throw error;
      }
    });
  }

  /** Puts a new file in place and opens it. On failure the old one stays open if it is still in place, else none is. */
  async replace(bytes: Uint8Array): Promise<void> {
    await this.#io('replaced', async () => {
      const old = this.#file;
      const identity = await old?.handle.stat({ bigint: true });
      // Windows refuses to replace an open file.
      await this.close();
      try {
        await writeDurably(this.#path, bytes, 'journal', this.#faults);
        this.#file = { handle: await open(this.#path, FLAGS), length: bytes.length };
      } catch (error) {
        if (old !== undefined) await this.#resume(old.length, identity?.ino);
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    const handle = this.#file?.handle;
    this.#file = undefined;
    await handle?.close().catch(() => {});
  }

  /** After a failed write the end of the file is unknown. If it can't be cut back, nothing may be written behind it. */
  async #cutBack(file: OpenFile): Promise<void> {
    try {
      await file.handle.truncate(file.length);
      await file.handle.datasync();
    } catch {
      await this.close();
    }
  }

  async #resume(length: number, inode: bigint | undefined): Promise<void> {
    const handle = await open(this.#path, FLAGS).catch(() => undefined);
    const now = await handle?.stat({ bigint: true }).catch(() => undefined);
    if (handle !== undefined && now?.ino === inode) this.#file = { handle, length };
    else await handle?.close();
  }

  async #io<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof JournalError) throw cause;
      throw new JournalError('journal-io', `${this.name} can not be ${what}`, { cause });
    }
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
