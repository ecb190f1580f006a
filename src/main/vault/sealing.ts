/**
 * Sealing: compact JWE (RFC 7516), `dir` with A256GCM, under the vault's data key.
 *
 * The protected header names vault, key, record, type and format, so a sealed text is good in one place only: copied to
 * another record, another vault or another use it does not open. Only the canonical base64url spelling is accepted,
 * because decoders ignore the spare bits of a last character, and a changed byte must not go unnoticed.
 * By `node:crypto`, not by a JOSE library on Web Crypto: a seal stands between a request's arrival and the person, opening ten
 * accounts between the start and the first passcode, and the way to a thread and back takes longer than all of it.
 * With random 96-bit nonces one key is good for 2^32 seals (NIST SP 800-38D, 8.3), far beyond one person's use.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { drawRandom } from '../../protocol/drawRandom.ts';
import { type RecordType, recordTypes } from './Vault.ts';
import { VaultError } from './VaultError.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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

export class Sealer {
  readonly vaultId: string;
  readonly keyId: string;
  readonly #key: KeyObject;

  /** @param dataKey 32 bytes, copied: the caller may overwrite them */
  constructor(vaultId: string, keyId: string, dataKey: Uint8Array) {
    this.vaultId = vaultId;
    this.keyId = keyId;
    this.#key = createSecretKey(dataKey);
  }

  seal(type: RecordType, recordId: string, format: number, plaintext: Uint8Array): string {
    const { vaultId, keyId } = this;
    const protectedHeader = { alg: 'dir', enc: 'A256GCM', vaultId, keyId, recordId, type, format } satisfies SealedHeader;
    const first = Buffer.from(JSON.stringify(protectedHeader)).toString('base64url');
    const nonce = drawRandom(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(first));
    const parts = [nonce, Buffer.concat([cipher.update(plaintext), cipher.final()]), cipher.getAuthTag()];
    return [first, '', ...parts.map((part) => part.toString('base64url'))].join('.');
  }

  /** Anything but what `seal` made for this very place is `vault-corrupt`. */
  open(type: RecordType, recordId: string, jwe: string): { format: number; plaintext: Uint8Array } {
    const found = readSealedHeader(jwe);
    const fits =
      found !== undefined &&
      found.vaultId === this.vaultId &&
      found.keyId === this.keyId &&
      found.recordId === recordId &&
      found.type === type;
    if (!fits) throw new VaultError('vault-corrupt', `${type} ${recordId} is not what belongs here`, { recordId });
    try {
      return { format: found.format, plaintext: this.#decrypt(jwe) };
    } catch (cause) {
      throw new VaultError('vault-corrupt', `${type} ${recordId} does not open`, { recordId, cause });
    }
  }

  /** The tag's length is fixed: a shorter one would be easier to forge (NIST SP 800-38D, appendix C). */
  #decrypt(jwe: string): Uint8Array {
    const [first = '', , ...rest] = jwe.split('.');
    const [nonce, ciphertext, tag] = rest.map((part) => Buffer.from(part, 'base64url'));
    if (nonce?.length !== NONCE_BYTES || ciphertext === undefined || tag?.length !== TAG_BYTES) throw new TypeError('not of its lengths');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(first)).setAuthTag(tag);
    // GCM gives all of it at once: one copy in memory, of no worth until the tag has been found true.
    const plaintext = decipher.update(ciphertext);
    decipher.final();
    return plaintext;
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
