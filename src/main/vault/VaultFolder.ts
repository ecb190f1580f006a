/** A vault's folder: `vault.json`, `records/` and `journal/`, and what can be told from them without a key. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteDurably, ensurePrivateFolder, errorCode, isTemporary, removeLeftovers } from '../files/durableFiles.ts';
import type { Faults } from '../files/faults.ts';
import { RecordFiles } from './RecordFiles.ts';
import { readSealedHeader } from './sealing.ts';
import { VaultError } from './VaultError.ts';
import { readVaultFile, type VaultFile, writeVaultFile } from './vaultFile.ts';

/** Where a vault in `folder` expects its journals: they count as sealed data, and `startOver` deletes them too. */
export function journalFolderOf(folder: string): string {
  return join(folder, 'journal');
}

export class VaultFolder {
  readonly records: RecordFiles;
  readonly #folder: string;
  readonly #file: string;
  readonly #journals: string;
  readonly #faults: Faults;

  constructor(folder: string, faults: Faults) {
    this.#folder = folder;
    this.#file = join(folder, 'vault.json');
    this.#journals = journalFolderOf(folder);
    this.#faults = faults;
    this.records = new RecordFiles(join(folder, 'records'), faults);
  }

  async prepare(): Promise<void> {
    try {
      await ensurePrivateFolder(this.#folder);
      await ensurePrivateFolder(this.#journals);
    } catch (cause) {
      throw new VaultError('vault-io', 'the vault folder can not be made', { cause });
    }
    await Promise.all([removeLeftovers(this.#folder), this.records.prepare()]);
  }

  async read(): Promise<VaultFile | undefined> {
    return await readVaultFile(this.#file);
  }

  async write(content: VaultFile): Promise<void> {
    await writeVaultFile(this.#file, content, this.#faults);
  }

  async hasSealedData(): Promise<boolean> {
    return (await this.records.ids()).length > 0 || (await this.#hasJournal());
  }

  /** True if readable records exist and none of them belongs to this vault and key: then vault.json is not theirs. */
  async isForeignTo({ vaultId, keyId }: VaultFile): Promise<boolean> {
    let foreign = false;
    for (const recordId of await this.records.ids()) {
      const header = await this.#header(recordId);
      if (header?.vaultId === vaultId && header.keyId === keyId) return false;
      if (header !== undefined) foreign = true;
    }
    return foreign;
  }

  /** Deletes all, vault.json last: killed on the way, the vault still knows that it was one. */
  async deleteAll(): Promise<void> {
    await this.records.deleteAll();
    try {
      await rm(this.#journals, { recursive: true, force: true });
      await deleteDurably(this.#file, 'vault-file', this.#faults);
    } catch (cause) {
      throw new VaultError('vault-io', 'the vault can not be deleted', { cause });
    }
  }

  async #header(recordId: string): Promise<{ vaultId: string; keyId: string } | undefined> {
    try {
      return readSealedHeader((await this.records.read(recordId)) ?? '');
    } catch {
      return undefined; // Damaged or unreadable: it says nothing here, and is reported when it is asked for.
    }
  }

  async #hasJournal(): Promise<boolean> {
    try {
      return (await readdir(this.#journals)).some((name) => !isTemporary(name));
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return false;
      throw new VaultError('vault-io', 'the folder of journals can not be read', { cause });
    }
  }
}
