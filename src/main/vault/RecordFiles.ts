/** The folder of sealed records, one file each: `<recordId>.jwe`. Knows names and bytes, no keys. */
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteDurably, ensurePrivateFolder, errorCode, removeLeftovers, writeDurably } from '../files/durableFiles.ts';
import type { Faults } from '../files/faults.ts';
import { KeyedOrder } from '../files/KeyedOrder.ts';
import { recordIdPattern } from './Vault.ts';
import { VaultError } from './VaultError.ts';

const suffix = '.jwe';
/** Far more than any record needs; a planted giant must not be read into memory. */
/** Ten thousand accounts of ordinary sites are the largest record that there can be. */
const maxBytes = 16 * 1024 * 1024;

export class RecordFiles {
  readonly #folder: string;
  readonly #faults: Faults;
  readonly #order = new KeyedOrder();

  constructor(folder: string, faults: Faults) {
    this.#folder = folder;
    this.#faults = faults;
  }

  async prepare(): Promise<void> {
    await asVaultIo('the folder of records can not be made', () => ensurePrivateFolder(this.#folder));
    await removeLeftovers(this.#folder);
  }

  /** Sorted ids of all records; other files in the folder don't count. */
  async ids(): Promise<string[]> {
    const entries = await asVaultIo('the folder of records can not be read', async () => {
      try {
        return await readdir(this.#folder, { withFileTypes: true });
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return [];
        throw error;
      }
    });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
      .map((entry) => entry.name.slice(0, -suffix.length))
      .filter((recordId) => recordIdPattern.test(recordId))
      .sort();
  }

  /** `undefined`: there is no such record. */
  async read(recordId: string): Promise<string | undefined> {
    const file = this.#file(recordId);
    const work = async (): Promise<string | undefined> => {
      try {
        const { size } = await stat(file);
        if (size > maxBytes) throw new VaultError('vault-corrupt', `record ${recordId} is too large`, { recordId });
        return await readFile(file, 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    };
    return await asVaultIo(`record ${recordId} can not be read`, work, recordId);
  }

  async write(recordId: string, seal: () => string): Promise<void> {
    const file = this.#file(recordId);
    await this.#order.run(recordId, async () => {
      const jwe = seal();
      if (jwe.length > maxBytes) throw new RangeError(`record ${recordId} is too large`);
      await asVaultIo(`record ${recordId} can not be written`, () => writeDurably(file, jwe, 'vault', this.#faults), recordId);
    });
  }

  async delete(recordId: string): Promise<void> {
    const file = this.#file(recordId);
    await this.#order.run(recordId, () =>
      asVaultIo(`record ${recordId} can not be deleted`, () => deleteDurably(file, 'vault', this.#faults), recordId),
    );
  }

  async deleteAll(): Promise<void> {
    await this.#order.idle();
    await asVaultIo('the records can not be deleted', () => rm(this.#folder, { recursive: true, force: true }));
  }

  #file(recordId: string): string {
    if (!recordIdPattern.test(recordId)) throw new TypeError('not a record id');
    return join(this.#folder, recordId + suffix);
  }
}

async function asVaultIo<T>(message: string, work: () => Promise<T>, recordId?: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof VaultError) throw cause;
    throw new VaultError('vault-io', message, recordId === undefined ? { cause } : { recordId, cause });
  }
}
