import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OsVault } from '../../../../src/main/vault/OsVault.ts';
import type { DataKeyStore, DataKeyWrap } from '../../../../src/main/vault/Vault.ts';
import { MemoryKeyStore } from '../support/MemoryKeyStore.ts';
import { freshFolder } from './openVault.ts';

/** Keeps hold of the very buffers in which a data key is handed over, to look at them afterwards. */
class WatchingKeyStore implements DataKeyStore {
  readonly kind = 'os-keyring';
  readonly seen: Uint8Array[] = [];
  readonly #inner = new MemoryKeyStore();
  /** Given in the place of the true key. */
  wrong: Uint8Array | undefined;

  async check(): Promise<void> {
    await this.#inner.check();
  }

  async wrap(vaultId: string, dataKey: Uint8Array): Promise<DataKeyWrap> {
    this.seen.push(dataKey);
    return await this.#inner.wrap(vaultId, dataKey);
  }

  async unwrap(vaultId: string): Promise<Uint8Array> {
    const key = this.wrong ?? (await this.#inner.unwrap(vaultId));
    if (key.every((byte) => byte === 0)) throw new Error('the key was nothing to begin with');
    this.seen.push(key);
    return key;
  }

  async remove(vaultId: string): Promise<void> {
    await this.#inner.remove(vaultId);
  }

  /** Buffers that still hold something. */
  left(): number {
    return this.seen.filter((bytes) => bytes.some((byte) => byte !== 0)).length;
  }
}

describe('the bytes of a data key', () => {
  it('are overwritten where a vault was made, opened and opened again', async () => {
    const folder = await freshFolder();
    const store = new WatchingKeyStore();
    const random = (size: number): Uint8Array => {
      const bytes = randomBytes(size);
      if (size === 32) store.seen.push(bytes);
      return bytes;
    };
    const vault = new OsVault({ folder, store, random });
    await vault.open();
    vault.lock();
    await vault.open();
    await vault.put({ recordId: 'a1', type: 'account', format: 1, value: 'x' });
    expect(store.seen).toHaveLength(4);
    expect(store.left()).toBe(0);
    await vault.startOver();
    expect(store.seen).toHaveLength(7);
    expect(store.left()).toBe(0);
  });

  it('are overwritten where the key was not the right one', async () => {
    const folder = await freshFolder();
    const store = new WatchingKeyStore();
    const vault = new OsVault({ folder, store });
    await vault.open();
    vault.lock();
    store.wrong = new Uint8Array(randomBytes(32));
    await expect(vault.open()).rejects.toMatchObject({ code: 'vault-wrong-key' });
    expect(store.seen).toHaveLength(3);
    expect(store.left()).toBe(0);
  });

  it('are overwritten where the vault was locked while it opened', async () => {
    const folder = await freshFolder();
    const store = new WatchingKeyStore();
    const vault = new OsVault({ folder, store });
    const opening = vault.open();
    vault.lock();
    await expect(opening).rejects.toMatchObject({ code: 'vault-locked' });
    expect(store.seen.length).toBeGreaterThan(0);
    expect(store.left()).toBe(0);
  });
});
