/**
 * Sealing: compact JWE (RFC 7516), `dir` with A256GCM, under the vault's data key.
 *
 * The protected header names vault, key, record, type and format, so a sealed text is good in one place only: copied to
 * another record, another vault or another use it does not open. Only the canonical base64url spelling is accepted,
 * because decoders ignore the spare bits of a last character, and a changed byte must not go unnoticed.
 * With random 96-bit nonces one key is good for 2^32 seals (NIST SP 800-38D, 8.3), far beyond one person's use.
 */
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { type RecordType, recordTypes } from './Vault.ts';
import { VaultError } from './VaultError.ts';

const header = z.strictObject({
  alg: z.literal('dir'),
  enc: z.literal('A256GCM'),
  vaultId: z.string(),
  keyId: z.string(),
  recordId: z.string(),
  type: z.enum(recordTypes),
  format: z.int().min(1),
});
export type SealedHeader = z.infer<typeof header>;

/** Holds the data key as a key that can't be exported: its bytes never return to JavaScript. */
export class Sealer {
  readonly vaultId: string;
  readonly keyId: string;
  readonly #key: CryptoKey;

  private constructor(vaultId: string, keyId: string, key: CryptoKey) {
    this.vaultId = vaultId;
    this.keyId = keyId;
    this.#key = key;
  }

  static async create(vaultId: string, keyId: string, dataKey: Uint8Array): Promise<Sealer> {
    const bytes = new Uint8Array(dataKey);
    try {
      const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
      return new Sealer(vaultId, keyId, key);
    } finally {
      bytes.fill(0);
    }
  }

  async seal(type: RecordType, recordId: string, format: number, plaintext: Uint8Array): Promise<string> {
    const { vaultId, keyId } = this;
    const protectedHeader = { alg: 'dir', enc: 'A256GCM', vaultId, keyId, recordId, type, format } satisfies SealedHeader;
    return await new CompactEncrypt(plaintext).setProtectedHeader(protectedHeader).encrypt(this.#key);
  }

  /** Anything but what `seal` made for this very place is `vault-corrupt`. */
  async open(type: RecordType, recordId: string, jwe: string): Promise<{ format: number; plaintext: Uint8Array }> {
    const found = readSealedHeader(jwe);
    const fits =
      found !== undefined &&
      found.vaultId === this.vaultId &&
      found.keyId === this.keyId &&
      found.recordId === recordId &&
      found.type === type;
    if (!fits) throw new VaultError('vault-corrupt', `${type} ${recordId} is not what belongs here`, { recordId });
    try {
      const { plaintext } = await compactDecrypt(jwe, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return { format: found.format, plaintext };
    } catch (cause) {
      throw new VaultError('vault-corrupt', `${type} ${recordId} does not open`, { recordId, cause });
    }
  }
}

/** What a sealed text says of itself, not yet proved; `undefined` if it is no such text, canonically spelt. */
export function readSealedHeader(jwe: string): SealedHeader | undefined {
  const parts = jwe.split('.');
  const [first, encryptedKey] = parts;
  if (parts.length !== 5 || first === undefined || encryptedKey !== '' || !parts.every(isCanonical)) return undefined;
  try {
    const parsed = header.safeParse(JSON.parse(Buffer.from(first, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}
