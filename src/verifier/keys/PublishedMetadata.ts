import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Metadata } from '../../protocol/messages/metadata.ts';
import { settings } from '../store/schema.ts';
import type { SharedCache } from '../store/SharedCache.ts';
import type { VerifierKeys } from './VerifierKeys.ts';

export interface Organisation {
  name: string;
  /** `#rrggbb` */
  colour: string;
  support?: string;
}

const KEY = 'metadata';
const storedSchema = z.object({ content: z.string(), seq: z.int(), jws: z.string() });
export type StoredMetadata = z.infer<typeof storedSchema>;

/** The signed metadata document. Nodes that share a database serve the same one: that of whoever published last. */
export class PublishedMetadata {
  readonly #cache: SharedCache<StoredMetadata>;

  constructor(cache: SharedCache<StoredMetadata>) {
    this.#cache = cache;
  }

  /** Unchanged content keeps its bytes and `seq`; changed content gets the next `seq`. */
  async publish(keys: VerifierKeys, issuer: string, organisation: Organisation): Promise<void> {
    const metadata: Omit<Metadata, 'seq'> = {
      v: 1,
      iss: issuer,
      versions: [1],
      identity: keys.identity,
      keys: { sig: keys.signing, enc: keys.encryption },
      socket: `${issuer.replace(/^http/, 'ws')}/v1/socket`,
      pairing: `${issuer}/v1/pairing`,
      organisation,
    };
    const content = JSON.stringify(metadata);
    const stored = await this.#read();
    if (stored?.content === content) return;
    const seq = (stored?.seq ?? 0) + 1;
    const jws = await keys.signAsIdentity('deskfob-metadata+jwt', { ...metadata, seq });
    const value = JSON.stringify({ content, seq, jws } satisfies StoredMetadata);
    await this.#cache.change(
      async ({ tx }) => await tx.insert(settings).values({ key: KEY, value }).onConflictDoUpdate({ target: settings.key, set: { value } }),
    );
  }

  /** Compact JWS */
  async current(): Promise<string> {
    const stored = await this.#read();
    if (stored === undefined) throw new Error('No metadata was published.');
    return stored.jws;
  }

  async #read(): Promise<StoredMetadata | undefined> {
    return await this.#cache.get(KEY, async (db) => {
      const [row] = await db.select().from(settings).where(eq(settings.key, KEY));
      return row === undefined ? undefined : storedSchema.parse(JSON.parse(row.value));
    });
  }
}
