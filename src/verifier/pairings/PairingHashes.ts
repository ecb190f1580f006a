import { createHmac } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';

/*
 * Goal: a stolen database gives no usable pairing key. A link key has 130 bits, so one keyed hash is enough; a typed key
 * has 60, so its hash is slow as well. Both are keyed with the pepper, which lives outside the database.
 * The salt of a typed key comes from the sign-in name. So looking one up costs one hash whether or not the name exists,
 * and the time tells nothing.
 */
export class PairingHashes {
  readonly #pepper: Buffer;

  constructor(pepper: Buffer) {
    this.#pepper = pepper;
  }

  ofLinkKey(key: string): string {
    return this.#mac('link', key).toString('base64url');
  }

  async ofTypedKey(subscriberName: string, key: string): Promise<string> {
    // Argon2id, RFC 9106; cost as in the OWASP password storage cheat sheet: 19 MiB, 2 passes.
    const salt = this.#mac('salt', subscriberName);
    const hash = await hashRaw(key, { salt, secret: this.#pepper, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 });
    return hash.toString('base64url');
  }

  #mac(purpose: 'link' | 'salt', text: string): Buffer {
    return createHmac('sha256', this.#pepper).update(`${purpose}|${text}`).digest();
  }
}
