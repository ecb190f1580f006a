/**
 * The data key under a passphrase: Argon2id (RFC 9106) makes a key that seals the data key as compact JWE in vault.json.
 *
 * Defends a copied folder as far as the passphrase is hard to guess. Argon2id comes from @node-rs/argon2, because
 * Electron's crypto library has none.
 */
import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { dataKeyBytes } from './dataKey.ts';
import type { DataKeyStore, DataKeyWrap } from './Vault.ts';
import { VaultError } from './VaultError.ts';

const protectedHeader = { alg: 'dir', enc: 'A256GCM', use: 'deskfob-data-key' };

/** Bounds keep a planted vault.json from taking all memory or an hour. */
const passphraseWrap = z.strictObject({
  kind: z.literal('passphrase'),
  /** 16 bytes, base64url. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  /** KiB. */
  memoryCost: z.int().min(19_456).max(1_048_576),
  timeCost: z.int().min(1).max(16),
  parallelism: z.int().min(1).max(8),
  sealed: z.string().max(1024),
});

/** RFC 9106's second recommended option: 64 MiB, three passes, four lanes. */
export const argon2Cost = { memoryCost: 65_536, timeCost: 3, parallelism: 4 } as const;

export class PassphraseKeyStore implements DataKeyStore {
  readonly kind = 'passphrase';
  readonly #passphrase: string;

  /** Compared in Unicode form NFKC, so that the same typed text is the same passphrase on every system. */
  constructor(passphrase: string) {
    this.#passphrase = passphrase.normalize('NFKC');
  }

  async check(): Promise<void> {}

  async wrap(vaultId: string, dataKey: Uint8Array): Promise<DataKeyWrap> {
    const salt = randomBytes(16).toString('base64url');
    const key = await this.#derive(salt, argon2Cost);
    try {
      const sealed = await new CompactEncrypt(dataKey).setProtectedHeader({ ...protectedHeader, vaultId }).encrypt(key);
      return { kind: this.kind, salt, ...argon2Cost, sealed };
    } finally {
      key.fill(0);
    }
  }

  /** A wrong passphrase and a damaged seal look alike: both are `vault-wrong-key`. */
  async unwrap(vaultId: string, wrap: DataKeyWrap): Promise<Uint8Array> {
    const parsed = passphraseWrap.safeParse(wrap);
    if (!parsed.success) throw new VaultError('vault-corrupt', 'the passphrase entry of vault.json is damaged');
    const key = await this.#derive(parsed.data.salt, parsed.data);
    try {
      const { plaintext, protectedHeader: found } = await compactDecrypt(parsed.data.sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      if (found['vaultId'] === vaultId && found['use'] === protectedHeader.use && plaintext.length === dataKeyBytes) {
        return plaintext;
      }
      plaintext.fill(0);
    } catch (cause) {
      throw new VaultError('vault-wrong-key', 'this passphrase does not open the vault', { cause });
    } finally {
      key.fill(0);
    }
    throw new VaultError('vault-wrong-key', 'this passphrase opens another vault');
  }

  /** Nothing is kept outside vault.json. */
  async remove(): Promise<void> {}

  async #derive(salt: string, cost: { memoryCost: number; timeCost: number; parallelism: number }): Promise<Uint8Array> {
    const { hashRaw } = await import('@node-rs/argon2');
    const { memoryCost, timeCost, parallelism } = cost;
    // 2 is Argon2id: the package's own name for it is a const enum, which type stripping can't read.
    const algorithm = 2;
    const options = { algorithm, memoryCost, timeCost, parallelism, outputLen: 32, salt: Buffer.from(salt, 'base64url') };
    return await hashRaw(this.#passphrase, options);
  }
}
