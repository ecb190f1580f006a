/**
 * What the rest of the app sees of the vault.
 *
 * Goal: every secret at rest is sealed under one random data key that only the operating system's credential vault
 * (or a passphrase) gives out, and no failure of that vault is ever mistaken for "nothing there yet".
 * Attacker: someone with a copy of the disk or the profile folder, another user of the computer, a flipped or swapped file.
 * Not defended: malware running as the same user, and rollback, that is putting back an older but genuine set of files.
 */
import type { VaultErrorCode } from './VaultError.ts';
import { VaultError } from './VaultError.ts';

export { VaultError };
export type { VaultErrorCode };

/** The closed set of things that are sealed. 'journal' seals lines, not files. */
export const recordTypes = [
  'account',
  'verifier',
  'pairing',
  'pairing-list',
  'removal',
  'mute',
  'pin',
  'otp',
  'arrangement',
  'journal',
] as const;
export type RecordType = (typeof recordTypes)[number];

/** What a record id looks like: callers make it at random, e.g. 16 bytes as base64url. */
export const recordIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export interface SealedRecord {
  readonly recordId: string;
  readonly type: RecordType;
  /** Version of `value`'s shape, 1 or more; sealed with it. */
  readonly format: number;
  /** JSON. The caller parses it with its own zod schema: the vault proves only that it is what `put` was given. */
  readonly value: unknown;
}

export interface RecordList {
  readonly records: SealedRecord[];
  /** Ids of records that are damaged, swapped or unreadable and may have been of this type. */
  readonly damaged: string[];
}

/** Every method rejects with a VaultError; before `open` and after `lock` its code is `vault-locked`. */
export interface Vault {
  /** Idempotent. Makes a new vault only where there is neither vault.json nor any sealed record nor a journal. */
  open(): Promise<void>;
  /** Drops the data key. Work already under way finishes; later calls fail with `vault-locked`. */
  lock(): void;
  readonly isOpen: boolean;
  /** Durable when resolved; replaces the record as a whole or not at all. Calls for one record keep their order. */
  put(record: SealedRecord): Promise<void>;
  /** `undefined`: there is no such record. A record of another type under this id is `vault-corrupt`. */
  get(recordId: string, type: RecordType): Promise<SealedRecord | undefined>;
  /** In the order of their ids; one damaged record fails the whole list with `vault-corrupt` and its `recordId`. */
  list(type: RecordType): Promise<SealedRecord[]>;
  /** As `list`, but reports damaged records beside the good ones. */
  listAll(type: RecordType): Promise<RecordList>;
  /** Durable when resolved. Deleting what is not there is no error. */
  delete(recordId: string): Promise<void>;
  /** Seals bytes as one compact JWE bound to this vault, type and id; for callers that keep their own file. */
  seal(type: RecordType, recordId: string, plaintext: Uint8Array): string;
  /** Opens what `seal` made under the same type and id; anything else is `vault-corrupt`. The caller wipes the bytes. */
  unseal(type: RecordType, recordId: string, jwe: string): Promise<Uint8Array>;
}

/**
 * A `Vault` that also manages itself: what the composition root and the "vault trouble" screen hold.
 */
export interface ManagedVault extends Vault {
  /** How this vault's data key can be had, as vault.json says; empty when there is no vault yet. */
  wrapKinds(): Promise<WrapKind[]>;
  /** Keeps the data key in one more place: announce, wrap, read back, open one record with what came back, then write it down. */
  addWrap(store: DataKeyStore): Promise<void>;
  /** Forgets one place, after `keep`, another one, has proved that it opens this vault. */
  removeWrap(store: DataKeyStore, keep: DataKeyStore): Promise<void>;
  /** The person's explicit wish: deletes key, records, journal and vault.json for good, then makes a new, empty vault. */
  startOver(): Promise<void>;
}

export type WrapKind = 'os-keyring' | 'passphrase';

/** One entry of vault.json's `wraps`: where the data key is kept, and what is needed to get it from there. No secret. */
export interface DataKeyWrap {
  readonly kind: WrapKind;
  readonly [detail: string]: unknown;
}

/** One place that can keep a data key (32 bytes). Errors are VaultErrors; callers wipe the keys they are given. */
export interface DataKeyStore {
  readonly kind: WrapKind;
  /** Fails with `vault-absent` or `vault-locked` if the place can't be used at this moment. */
  check(): Promise<void>;
  /** Keeps the key and answers what vault.json has to say about it. */
  wrap(vaultId: string, dataKey: Uint8Array): Promise<DataKeyWrap>;
  /** The key; `vault-key-missing` only if the place is unlocked and certain that it has none. */
  unwrap(vaultId: string, wrap: DataKeyWrap): Promise<Uint8Array>;
  /** Forgets the key; certain when resolved. Forgetting what is not there is no error. */
  remove(vaultId: string): Promise<void>;
}
