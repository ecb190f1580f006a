/**
 * The places a data key is kept in, and how they change: a new place has to prove that it opens this vault before it is
 * written down, and an old one goes only after another one has proved the same.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Faults, noFaults } from '../files/faults.ts';
import { keyIdOf } from './dataKey.ts';
import type { RecordFiles } from './RecordFiles.ts';
import { readSealedHeader, Sealer } from './sealing.ts';
import type { DataKeyStore } from './Vault.ts';
import { VaultError } from './VaultError.ts';
import type { VaultFile } from './vaultFile.ts';
import type { VaultFolder } from './VaultFolder.ts';

/** The data key, proved to be the one vault.json names. The caller wipes it. */
export async function unwrapDataKey(file: VaultFile, store: DataKeyStore): Promise<Uint8Array> {
  const wrap = file.wraps.find(({ kind }) => kind === store.kind);
  if (wrap === undefined) throw new VaultError('vault-key-missing', `this vault's key is not kept by ${store.kind}`);
  const key = await store.unwrap(file.vaultId, wrap);
  if (keyIdOf(key) === file.keyId) return key;
  key.fill(0);
  throw new VaultError('vault-wrong-key', `${store.kind} holds a key, but not this vault's`);
}

/**
 * `from` is a place that has the key already. Order: announce, keep, read back, open one record, write down. A place
 * outside vault.json is announced there by its bare name: killed in between, the line points to nothing or to a key that
 * was not proved yet, but no key is left that opens everything and that nobody remembers. Adding or removing the place
 * again clears that up.
 */
export async function addWrap(folder: VaultFolder, from: DataKeyStore, store: DataKeyStore, faults: Faults = noFaults): Promise<void> {
  const file = await requireVaultFile(folder);
  const key = await unwrapDataKey(file, from);
  try {
    await store.check();
    if (store.kind !== 'passphrase' && !file.wraps.some(({ kind }) => kind === store.kind))
      await folder.write({ ...file, wraps: [...file.wraps, { kind: store.kind }] });
    const wrap = { ...(await store.wrap(file.vaultId, key)), kind: store.kind };
    const next = { ...file, wraps: [...file.wraps.filter(({ kind }) => kind !== store.kind), wrap] };
    await faults('wrap:kept');
    const back = await unwrapDataKey(next, store);
    try {
      if (!timingSafeEqual(back, key)) throw new VaultError('vault-wrong-key', `${store.kind} gave back another key`);
      await openOneRecord(folder.records, next, back);
    } finally {
      back.fill(0);
    }
    await faults('wrap:proved');
    await folder.write(next);
  } finally {
    key.fill(0);
  }
}

/**
 * The key goes before the line in vault.json: killed in between, the line points to nothing and the removal can be
 * done again; the other way round a key nobody remembers would be left that still opens everything.
 */
export async function removeWrap(folder: VaultFolder, store: DataKeyStore, keep: DataKeyStore, faults: Faults = noFaults): Promise<void> {
  if (store.kind === keep.kind) throw new TypeError('another kind has to keep the key');
  const file = await requireVaultFile(folder);
  const key = await unwrapDataKey(file, keep);
  try {
    await openOneRecord(folder.records, file, key);
  } finally {
    key.fill(0);
  }
  await store.remove(file.vaultId);
  await faults('wrap:removed');
  await folder.write({ ...file, wraps: file.wraps.filter(({ kind }) => kind !== store.kind) });
}

async function requireVaultFile(folder: VaultFolder): Promise<VaultFile> {
  const file = await folder.read();
  if (file === undefined) throw new VaultError('vault-corrupt', 'vault.json is gone');
  return file;
}

/** An empty vault has none to open; a damaged one doesn't count against the key as long as another one opens. */
async function openOneRecord(records: RecordFiles, file: VaultFile, key: Uint8Array): Promise<void> {
  const sealer = new Sealer(file.vaultId, file.keyId, key);
  let failure: unknown;
  for (const recordId of await records.ids()) {
    const jwe = (await records.read(recordId)) ?? '';
    const header = readSealedHeader(jwe);
    if (header === undefined) continue;
    try {
      const { plaintext } = sealer.open(header.type, recordId, jwe);
      plaintext.fill(0);
      return;
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
}
