/**
 * The data key in the operating system's vault: macOS Keychain, Windows Credential Manager, or the Secret Service.
 * One item a vault, service 'Deskfob', account = vaultId: profiles can't overwrite each other's keys. Raw bytes, since
 * Windows allows 2,560 bytes an item and counts text twice. On Linux the store is pinned: the default would fall back
 * to the kernel's keyring without a word, which a reboot empties. No answer of "no item" is believed while locked.
 */
import { timingSafeEqual } from 'node:crypto';
import type { AsyncEntry } from '@napi-rs/keyring';
import { dataKeyBytes } from './dataKey.ts';
import { probeSecretService, type SecretServiceState } from './secretService.ts';
import type { DataKeyStore, DataKeyWrap } from './Vault.ts';
import { VaultError } from './VaultError.ts';

const serviceName = 'Deskfob';

export class OsKeyring implements DataKeyStore {
  readonly kind = 'os-keyring';

  async check(): Promise<void> {
    await requireRoom('');
  }

  async wrap(vaultId: string, dataKey: Uint8Array): Promise<DataKeyWrap> {
    await requireRoom(vaultId);
    const present = await read(vaultId);
    try {
      // Never overwrite: the bytes there may be the only copy of a key that something is sealed with.
      if (present !== undefined && !isSame(present, dataKey)) {
        throw new VaultError('vault-wrong-key', 'the OS vault holds another key under this name');
      }
      if (present === undefined) await attempt(vaultId, (entry) => entry.setSecret(dataKey));
      const back = await read(vaultId);
      const kept = back !== undefined && isSame(back, dataKey);
      back?.fill(0);
      if (!kept) throw new VaultError('vault-io', 'the OS vault did not keep the key');
      return { kind: this.kind };
    } finally {
      present?.fill(0);
    }
  }

  async unwrap(vaultId: string): Promise<Uint8Array> {
    const key = await read(vaultId);
    if (key === undefined) throw new VaultError('vault-key-missing', 'the OS vault has no key for this vault');
    if (key.length === dataKeyBytes) return key;
    key.fill(0);
    throw new VaultError('vault-wrong-key', 'what the OS vault holds is no data key');
  }

  async remove(vaultId: string): Promise<void> {
    await requireUnlocked(vaultId);
    await attempt(vaultId, (entry) => entry.deleteCredential());
    // `false` would also come from a keyring locked meanwhile, so look again instead of believing it.
    const left = await read(vaultId);
    left?.fill(0);
    if (left !== undefined) throw new VaultError('vault-io', 'the OS vault did not delete the key');
  }
}

/** `undefined` only if the OS vault was unlocked before and after it said so. */
async function read(vaultId: string): Promise<Uint8Array | undefined> {
  await requireUnlocked(vaultId);
  const bytes = await attempt(vaultId, (entry) => entry.getSecret());
  if (bytes === null) {
    await requireUnlocked(vaultId);
    return undefined;
  }
  const key = Uint8Array.from(bytes);
  bytes.fill(0);
  return key;
}

/** Only Linux can be asked; Keychain and Credential Manager fail honestly by themselves. */
async function requireUnlocked(vaultId: string): Promise<SecretServiceState> {
  if (process.platform !== 'linux') return 'ready';
  const state = await probeSecretService({ service: serviceName, username: vaultId });
  if (state === 'locked') throw new VaultError('vault-locked', 'the keyring is locked');
  if (state === 'absent') throw new VaultError('vault-absent', 'no Secret Service answers on the session bus');
  return state;
}

async function requireRoom(vaultId: string): Promise<void> {
  const state = await requireUnlocked(vaultId);
  if (state === 'empty') throw new VaultError('vault-absent', 'the Secret Service has no default keyring');
}

async function attempt<T>(vaultId: string, work: (entry: AsyncEntry) => Promise<T>): Promise<T> {
  try {
    const { AsyncEntry: Entry } = await import('@napi-rs/keyring');
    return await work(new Entry(serviceName, vaultId, { linux: { store: 'secret-service' } }));
  } catch (cause) {
    // The daemon may have died or been locked between the look and the call: then say that, and not just "failed".
    await requireUnlocked(vaultId);
    throw new VaultError(isLocked(cause) ? 'vault-locked' : 'vault-io', 'the OS vault refused', { cause });
  }
}

/** The keyring library's wording for "no access to the storage": locked, or its prompt was dismissed. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Couldn't access platform storage");
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
