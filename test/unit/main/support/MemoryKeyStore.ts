import type { DataKeyStore, DataKeyWrap } from '../../../../src/main/vault/Vault.ts';
import { VaultError } from '../../../../src/main/vault/VaultError.ts';

/** The operating system's vault, which lies outside the system under test: keys by vault id. */
export class MemoryKeyStore implements DataKeyStore {
  readonly kind = 'os-keyring';
  readonly #keys = new Map<string, Uint8Array>();
  /** What the computer answers instead of doing it, such as a locked keyring. */
  trouble: VaultError | undefined;

  async check(): Promise<void> {
    if (this.trouble !== undefined) throw this.trouble;
  }

  async wrap(vaultId: string, dataKey: Uint8Array): Promise<DataKeyWrap> {
    await this.check();
    this.#keys.set(vaultId, Uint8Array.from(dataKey));
    return { kind: this.kind };
  }

  async unwrap(vaultId: string): Promise<Uint8Array> {
    await this.check();
    const key = this.#keys.get(vaultId);
    if (key === undefined) throw new VaultError('vault-key-missing', 'no key');
    return Uint8Array.from(key);
  }

  async remove(vaultId: string): Promise<void> {
    await this.check();
    this.#keys.delete(vaultId);
  }
}
