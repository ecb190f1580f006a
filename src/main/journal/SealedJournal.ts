/**
 * The journal on disk: one compact JWE a line, each sealed by the vault under "journal id : generation : line number".
 *
 * Line 0 names the generation, a random id that every compaction renews, so lines of an older file don't fit in a newer
 * one. A file is made by write-and-rename, never grown from nothing: only its end can be torn. One process at a time.
 */
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { ensurePrivateFolder, errorCode, removeLeftovers, writeDurably } from '../files/durableFiles.ts'
import { type Faults, noFaults } from '../files/faults.ts'
import { type Vault, VaultError } from '../vault/Vault.ts'
import { type Journal, JournalError } from './Journal.ts'

const head = z.strictObject({ format: z.literal(1), generation: z.string().regex(/^[A-Za-z0-9_-]{16}$/) })
const newline = 0x0a

interface Waiting {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** An open file: `length` bytes and `lines` entries of it are durable, all beyond is rubbish. */
interface OpenFile {
  readonly handle: FileHandle
  readonly generation: string
  length: number
  lines: number
}

export interface SealedJournalOptions<Entry> {
  /** The file; put it into the vault's `journalFolderOf(folder)`. */
  readonly file: string
  /** Tells journals of one vault apart: 1 to 32 of A-Z, a-z, 0-9, '_' and '-'. */
  readonly journalId: string
  readonly vault: Pick<Vault, 'seal' | 'unseal'>
  /** What an entry looks like; it must survive JSON. */
  readonly schema: z.ZodType<Entry>
  readonly faults?: Faults
}

export class SealedJournal<Entry> implements Journal<Entry> {
  readonly #file: string
  readonly #journalId: string
  readonly #vault: Pick<Vault, 'seal' | 'unseal'>
  readonly #schema: z.ZodType<Entry>
  readonly #faults: Faults
  #open: OpenFile | undefined
  /** All work on the file, one piece after the other. */
  #last: Promise<unknown> = Promise.resolve()
  /** The appends that will share the next write; `undefined` once that write has begun. */
  #batch: Waiting[] | undefined

  constructor(options: SealedJournalOptions<Entry>) {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(options.journalId)) throw new TypeError('not a journal id')
    this.#file = options.file
    this.#journalId = options.journalId
    this.#vault = options.vault
    this.#schema = options.schema
    this.#faults = options.faults ?? noFaults
  }

  async open(): Promise<Entry[]> {
    return await this.#next(async () => {
      await this.#closeFile()
      await this.#io('made', async () => {
        await ensurePrivateFolder(dirname(this.#file))
        await removeLeftovers(dirname(this.#file))
      })
      const content = await this.#io('read', () => readIfThere(this.#file))
      if (content === undefined) {
        await this.#replaceBy([])
        return []
      }
      return await this.#load(content)
    })
  }

  append(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { text: this.#serialise(entry), resolve, reject }
      if (this.#batch !== undefined) {
        this.#batch.push(waiting)
        return
      }
      const batch = [waiting]
      this.#batch = batch
      void this.#next(() => this.#write(batch))
    })
  }

  async compact(entries: readonly Entry[]): Promise<void> {
    const texts = entries.map((entry) => this.#serialise(entry))
    // Appends called from now on belong behind the new entries, so they can't join a batch that is written before.
    this.#batch = undefined
    await this.#next(async () => {
      this.#requireOpen()
      await this.#replaceBy(texts)
    })
  }

  async close(): Promise<void> {
    this.#batch = undefined
    await this.#next(() => this.#closeFile())
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    return mine
  }

  #serialise(entry: Entry): string {
    const parsed = this.#schema.safeParse(entry)
    // Without zod's error as cause: it may quote the entry.
    if (!parsed.success) throw new JournalError('journal-entry', 'this is no entry of this journal')
    return JSON.stringify(parsed.data)
  }

  /** Settles every append of the batch; never rejects. All of a batch is in the journal, or none of it. */
  async #write(batch: Waiting[]): Promise<void> {
    if (this.#batch === batch) this.#batch = undefined
    try {
      const file = this.#requireOpen()
      const lines: string[] = []
      for (const [index, { text }] of batch.entries()) {
        lines.push(await this.#seal(`${file.generation}:${file.lines + 1 + index}`, text))
      }
      await this.#io('written', () => this.#appendBytes(file, Buffer.from(lines.join(''))))
      file.lines += batch.length
      await this.#faults('journal:after-append')
    } catch (error) {
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { resolve } of batch) resolve()
  }

  async #appendBytes(file: OpenFile, bytes: Buffer): Promise<void> {
    try {
      await this.#faults('journal:before-write')
      await writeAt(file.handle, bytes, file.length)
      await this.#faults('journal:before-sync')
      await file.handle.datasync()
      file.length += bytes.length
    } catch (error) {
      await this.#cutBack(file)
      throw error
    }
  }

  /** After a failed write the end of the file is unknown. If it can't be cut back, nothing may be written behind it. */
  async #cutBack(file: OpenFile): Promise<void> {
    try {
      await file.handle.truncate(file.length)
      await file.handle.datasync()
    } catch {
      await this.#closeFile()
    }
  }

  async #replaceBy(texts: readonly string[]): Promise<void> {
    const generation = randomBytes(12).toString('base64url')
    const lines = [await this.#seal('head', JSON.stringify({ format: 1, generation }))]
    for (const [index, text] of texts.entries()) lines.push(await this.#seal(`${generation}:${index + 1}`, text))
    const bytes = Buffer.from(lines.join(''))
    await this.#io('replaced', async () => {
      const old = this.#open
      const identity = await old?.handle.stat({ bigint: true })
      // Windows refuses to replace an open file.
      await this.#closeFile()
      try {
        await writeDurably(this.#file, bytes, 'journal', this.#faults)
        this.#open = { handle: await open(this.#file, 'r+'), generation, length: bytes.length, lines: texts.length }
      } catch (error) {
        if (old !== undefined) await this.#resume(old, identity?.ino)
        throw error
      }
    })
  }

  /** Goes on with the old file if it is still the one in place; otherwise the journal stays closed. */
  async #resume(old: OpenFile, inode: bigint | undefined): Promise<void> {
    const handle = await open(this.#file, 'r+').catch(() => undefined)
    const now = await handle?.stat({ bigint: true }).catch(() => undefined)
    if (handle !== undefined && now?.ino === inode) this.#open = { ...old, handle }
    else await handle?.close()
  }

  async #load(content: Buffer): Promise<Entry[]> {
    const end = content.lastIndexOf(newline) + 1
    const lines = content.subarray(0, end).toString('latin1').split('\n').slice(0, -1)
    const [first, ...rest] = lines
    const { generation } = await this.#unseal(head, 'head', 0, first ?? '')
    const entries: Entry[] = []
    for (const [index, line] of rest.entries()) {
      entries.push(await this.#unseal(this.#schema, `${generation}:${index + 1}`, index + 1, line))
    }
    await this.#io('opened', async () => {
      const handle = await open(this.#file, 'r+')
      try {
        if (end < content.length) {
          await handle.truncate(end)
          await handle.datasync()
        }
        this.#open = { handle, generation, length: end, lines: rest.length }
      } finally {
        if (this.#open?.handle !== handle) await handle.close()
      }
    })
    return entries
  }

  async #seal(place: string, text: string): Promise<string> {
    const plaintext = Buffer.from(text)
    try {
      return `${await this.#vault.seal('journal', `${this.#journalId}:${place}`, plaintext)}\n`
    } finally {
      plaintext.fill(0)
    }
  }

  async #unseal<T>(schema: z.ZodType<T>, place: string, line: number, jwe: string): Promise<T> {
    let plaintext: Uint8Array | undefined
    try {
      plaintext = await this.#vault.unseal('journal', `${this.#journalId}:${place}`, jwe)
      return schema.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')))
    } catch (error) {
      if (error instanceof VaultError && error.code !== 'vault-corrupt') throw error
      // Without a cause: a parser's message may quote the entry.
      throw new JournalError('journal-corrupt', `line ${line} of ${basename(this.#file)} is damaged`, { line })
    } finally {
      plaintext?.fill(0)
    }
  }

  #requireOpen(): OpenFile {
    if (this.#open === undefined) throw new JournalError('journal-closed', `${basename(this.#file)} is not open`)
    return this.#open
  }

  async #closeFile(): Promise<void> {
    const handle = this.#open?.handle
    this.#open = undefined
    await handle?.close().catch(() => {})
  }

  async #io<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw new JournalError('journal-io', `${basename(this.#file)} can not be ${what}`, { cause })
    }
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
