import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { drawRandom } from '../../protocol/drawRandom.ts';

/** Where a sealed value lives. A value moved to another row or column does not open there. */
export interface SealedPlace {
  table: string;
  row: string;
  column: string;
}

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the place is authenticated with it. */
export class Sealer {
  /** Kept as Node wants it, since each use of plain bytes takes several times as long. */
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  seal(place: SealedPlace, plaintext: string): string {
    const nonce = drawRandom(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(additionalData(place));
    const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return `1.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** @throws Error when the value was changed, moved, or sealed with another key */
  open(place: SealedPlace, sealed: string): string {
    const bytes = Buffer.from(sealed.startsWith('1.') ? sealed.slice(2) : '', 'base64url');
    if (bytes.length < 28) throw new Error(`A sealed value of ${place.table}.${place.column} is damaged.`);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12))
      .setAAD(additionalData(place))
      .setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  }
}

function additionalData(place: SealedPlace): Buffer {
  return Buffer.from(`${place.table}|${place.row}|${place.column}`);
}
