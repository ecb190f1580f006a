import { type MessageType, signMessage } from '../../protocol/jws.ts';
import { decryptWith } from '../../protocol/jwe.ts';
import { generateKey, type PrivateJwk, privateJwkSchema, type PublicJwk, publicJwk, thumbprint } from '../../protocol/keys.ts';
import { StartError } from '../StartError.ts';
import { verifierKeys } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
import type { Clock } from '../time/Clock.ts';
import type { Sealer } from './Sealer.ts';

type Use = 'identity' | 'sig' | 'enc';

/** The verifier's identity, signing and encryption keys, opened once at start. */
export class VerifierKeys {
  readonly #keys: Record<Use, PrivateJwk[]>;

  private constructor(keys: Record<Use, PrivateJwk[]>) {
    this.#keys = keys;
  }

  /** Opens the keys of the database, making them on the very first start. @throws StartError master-key-wrong */
  static async load(db: Database, sealer: Sealer, clock: Clock): Promise<VerifierKeys> {
    const rows = await db.select().from(verifierKeys).orderBy(verifierKeys.createdAt);
    const keys: Record<Use, PrivateJwk[]> = { identity: [], sig: [], enc: [] };
    for (const row of rows) keys[row.use].push(openKey(sealer, row.id, row.sealedPrivate));
    if (rows.length === 0) {
      const fresh: [Use, PrivateJwk][] = [
        ['identity', await generateKey('ES256')],
        ['sig', await generateKey('ES256')],
        ['enc', await generateKey('ECDH-ES')],
      ];
      const values = [];
      for (const [use, key] of fresh) {
        const id = await thumbprint(key);
        values.push({ id, use, sealedPrivate: sealer.seal(place(id), JSON.stringify(key)), createdAt: clock.nowMs() });
        keys[use].push(key);
      }
      await db.insert(verifierKeys).values(values);
    }
    return new VerifierKeys(keys);
  }

  get identity(): PublicJwk {
    return publicJwk(this.#newest('identity'));
  }

  get signing(): PublicJwk[] {
    return this.#keys.sig.map(publicJwk);
  }

  get encryption(): PublicJwk[] {
    return this.#keys.enc.map(publicJwk);
  }

  async signAsIdentity(typ: MessageType, payload: object): Promise<string> {
    return await signMessage(typ, payload, this.#newest('identity'));
  }

  async sign(typ: MessageType, payload: object): Promise<string> {
    return await signMessage(typ, payload, this.#newest('sig'));
  }

  /** @throws ProtocolError as decryptWith */
  async decrypt(jwe: string): Promise<string> {
    return await decryptWith(this.#keys.enc, jwe);
  }

  #newest(use: Use): PrivateJwk {
    const key = this.#keys[use].at(-1);
    if (key === undefined) throw new StartError('master-key-wrong', `The database has no ${use} key.`);
    return key;
  }
}

const place = (id: string) => ({ table: 'verifier_keys', row: id, column: 'sealed_private' });

function openKey(sealer: Sealer, id: string, sealed: string): PrivateJwk {
  try {
    return privateJwkSchema.parse(JSON.parse(sealer.open(place(id), sealed)));
  } catch {
    throw new StartError(
      'master-key-wrong',
      'The master key does not open the keys in this data folder. Restore the master key that belongs to it.',
    );
  }
}
