/**
 * The vault on disk: `vault.json`, `records/<recordId>.jwe`, and `journal/` for the journals that are sealed with it.
 *
 * Its one rule: a data key is made only where nothing sealed exists. In every other trouble it fails closed with the
 * VaultError that says which trouble it is, and leaves everything as it was; there is no plaintext fallback.
 */
import { randomBytes } from 'node:crypto';
import { type Faults, noFaults } from '../files/faults.ts';
import { dataKeyBytes, keyIdOf } from './dataKey.ts';
import { addWrap, removeWrap, unwrapDataKey } from './dataKeyWraps.ts';
import { readSealedHeader, Sealer } from './sealing.ts';
import type { DataKeyStore, ManagedVault, RecordList, RecordType, SealedRecord, WrapKind } from './Vault.ts';
import { recordIdPattern } from './Vault.ts';
import { VaultError } from './VaultError.ts';
import type { VaultFile } from './vaultFile.ts';
import { VaultFolder } from './VaultFolder.ts';

export interface OsVaultOptions {
  /** The vault's own folder; made if missing, mode 0700. One process at a time. */
  readonly folder: string;
  /** Where the data key is had from when the vault opens, and where a new vault's key is kept. */
  readonly store: DataKeyStore;
  /** Random bytes for the vault's id and the data key; default: the system's. */
  readonly random?: (bytes: number) => Uint8Array;
  readonly faults?: Faults;
}

/** Ids under which callers seal their own texts. Wider than a record's id, e.g. for a journal's lines. */
const sealedIdPattern = /^[A-Za-z0-9_:-]{1,128}$/;
const sealedTextFormat = 1;
const readsAtOnce = 32;

export class OsVault implements ManagedVault {
  readonly #folder: VaultFolder;
  readonly #store: DataKeyStore;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #faults: Faults;
  /** What each record says that it is: a list of one type does not read the others again and again. */
  readonly #types = new Map<string, RecordType>();
  #sealer: Sealer | undefined;
  #opening: Promise<void> | undefined;
  #locks = 0;

  constructor(options: OsVaultOptions) {
    this.#faults = options.faults ?? noFaults;
    this.#folder = new VaultFolder(options.folder, this.#faults);
    this.#store = options.store;
    this.#random = options.random ?? randomBytes;
  }

  get isOpen(): boolean {
    return this.#sealer !== undefined;
  }

  async open(): Promise<void> {
    if (this.#sealer !== undefined) return;
    const opening = this.#opening ?? this.#openOnce();
    this.#opening = opening;
    try {
      await opening;
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  lock(): void {
    this.#locks += 1;
    this.#sealer = undefined;
    this.#opening = undefined;
    this.#types.clear();
  }

  async put(record: SealedRecord): Promise<void> {
    const { recordId, type, format, value } = record;
    requireRecordId(recordId);
    const json = JSON.stringify(value);
    if (json === undefined) throw new TypeError('a record needs a JSON value');
    const plaintext = Buffer.from(json);
    try {
      const sealer = this.#open();
      // Sealed only when it is this call's turn: a call that came later, to delete the record, must not overtake it.
      await this.#folder.records.write(recordId, () => sealer.seal(type, recordId, format, plaintext));
      this.#types.set(recordId, type);
    } finally {
      plaintext.fill(0);
    }
  }

  async get(recordId: string, type: RecordType): Promise<SealedRecord | undefined> {
    requireRecordId(recordId);
    const sealer = this.#open();
    const jwe = await this.#folder.records.read(recordId);
    return jwe === undefined ? undefined : openRecord(sealer, type, recordId, jwe);
  }

  async list(type: RecordType): Promise<SealedRecord[]> {
    const { records, failures } = await this.#scan(type);
    const [first] = failures.values();
    if (first !== undefined) throw first;
    return records;
  }

  async listAll(type: RecordType): Promise<RecordList> {
    const { records, failures } = await this.#scan(type);
    return { records, damaged: [...failures.keys()] };
  }

  async delete(recordId: string): Promise<void> {
    requireRecordId(recordId);
    this.#open();
    this.#types.delete(recordId);
    await this.#folder.records.delete(recordId);
  }

  seal(type: RecordType, recordId: string, plaintext: Uint8Array): string {
    if (!sealedIdPattern.test(recordId)) throw new TypeError('not an id to seal under');
    return this.#open().seal(type, recordId, sealedTextFormat, plaintext);
  }

  async unseal(type: RecordType, recordId: string, jwe: string): Promise<Uint8Array> {
    const { format, plaintext } = this.#open().open(type, recordId, jwe);
    if (format === sealedTextFormat) return plaintext;
    plaintext.fill(0);
    throw new VaultError('vault-corrupt', `${type} ${recordId} is no sealed text`, { recordId });
  }

  async wrapKinds(): Promise<WrapKind[]> {
    return (await this.#folder.read())?.wraps.map(({ kind }) => kind) ?? [];
  }

  async addWrap(store: DataKeyStore): Promise<void> {
    await addWrap(this.#folder, this.#store, store, this.#faults);
  }

  async removeWrap(store: DataKeyStore, keep: DataKeyStore): Promise<void> {
    await removeWrap(this.#folder, store, keep, this.#faults);
  }

  async startOver(): Promise<void> {
    // First of all: a person who can't make a new vault must not lose the old one.
    await this.#store.check();
    this.lock();
    const vaultId = await this.#vaultIdIfReadable();
    if (vaultId !== undefined) await this.#store.remove(vaultId);
    await this.#folder.deleteAll();
    await this.open();
  }

  #open(): Sealer {
    if (this.#sealer === undefined) throw new VaultError('vault-locked', 'the vault is not open');
    return this.#sealer;
  }

  async #openOnce(): Promise<void> {
    const locks = this.#locks;
    const [known] = await Promise.all([this.#folder.read(), this.#folder.prepare()]);
    const file = known ?? (await this.#create());
    const key = await this.#keyOf(file);
    try {
      const sealer = new Sealer(file.vaultId, file.keyId, key);
      if (locks !== this.#locks) throw new VaultError('vault-locked', 'the vault was locked while it opened');
      this.#sealer = sealer;
    } finally {
      key.fill(0);
    }
  }

  /** The system's vault takes longest to answer: the records are looked at meanwhile. */
  async #keyOf(file: VaultFile): Promise<Uint8Array> {
    const unwrapping = unwrapDataKey(file, this.#store);
    // If it fails, that is said below.
    unwrapping.catch(() => {});
    try {
      if (await this.#folder.isForeignTo(file)) throw new VaultError('vault-corrupt', 'vault.json and the records are of different vaults');
    } catch (error) {
      await unwrapping.then(
        (key) => void key.fill(0),
        () => {},
      );
      throw error;
    }
    return await unwrapping;
  }

  /** Key first, then vault.json: killed in between, an unused key is left in the OS vault, and nothing is lost. */
  async #create(): Promise<VaultFile> {
    if (await this.#folder.hasSealedData()) throw new VaultError('vault-corrupt', 'sealed data exists, vault.json is gone');
    const vaultId = Buffer.from(this.#random(16)).toString('base64url');
    const key = this.#random(dataKeyBytes);
    try {
      const wrap = { ...(await this.#store.wrap(vaultId, key)), kind: this.#store.kind };
      await this.#faults('vault:key-kept');
      const file: VaultFile = { format: 1, vaultId, keyId: keyIdOf(key), wraps: [wrap] };
      await this.#folder.write(file);
      return file;
    } finally {
      key.fill(0);
    }
  }

  async #scan(type: RecordType): Promise<{ records: SealedRecord[]; failures: Map<string, unknown> }> {
    const sealer = this.#open();
    const records: SealedRecord[] = [];
    const failures = new Map<string, unknown>();
    const ids = await this.#folder.records.ids();
    for (let start = 0; start < ids.length; start += readsAtOnce) {
      const some = ids.slice(start, start + readsAtOnce);
      const results = await Promise.allSettled(some.map((recordId) => this.#listed(sealer, type, recordId)));
      for (const [index, result] of results.entries()) {
        if (result.status === 'rejected') failures.set(some[index] ?? '', result.reason);
        else if (result.value !== undefined) records.push(result.value);
      }
    }
    return { records, failures };
  }

  /** A record that says it is of another type is left out unread; that word is proved when its own type is listed. */
  async #listed(sealer: Sealer, type: RecordType, recordId: string): Promise<SealedRecord | undefined> {
    if ((this.#types.get(recordId) ?? type) !== type) return undefined;
    const jwe = await this.#folder.records.read(recordId);
    if (jwe === undefined) return undefined;
    const claimed = readSealedHeader(jwe)?.type;
    if (claimed !== undefined) this.#types.set(recordId, claimed);
    return claimed !== undefined && claimed !== type ? undefined : openRecord(sealer, type, recordId, jwe);
  }

  async #vaultIdIfReadable(): Promise<string | undefined> {
    try {
      return (await this.#folder.read())?.vaultId;
    } catch {
      return undefined; // Damaged: its key stays behind in the OS vault, where it opens nothing any more.
    }
  }
}

function openRecord(sealer: Sealer, type: RecordType, recordId: string, jwe: string): SealedRecord {
  const { format, plaintext } = sealer.open(type, recordId, jwe);
  try {
    const value: unknown = JSON.parse(Buffer.from(plaintext).toString('utf8'));
    return { recordId, type, format, value };
  } catch {
    // Without the parser's error as cause: its message may quote the plaintext.
    throw new VaultError('vault-corrupt', `record ${recordId} holds no JSON`, { recordId });
  } finally {
    plaintext.fill(0);
  }
}

function requireRecordId(recordId: string): void {
  if (!recordIdPattern.test(recordId)) throw new TypeError('not a record id');
}
