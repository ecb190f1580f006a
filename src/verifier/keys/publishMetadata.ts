import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Metadata } from '../../protocol/messages/metadata.ts';
import { settings } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
import type { VerifierKeys } from './VerifierKeys.ts';

export interface Organisation {
  name: string;
  /** `#rrggbb` */
  colour: string;
  support?: string;
}

const storedSchema = z.object({ content: z.string(), seq: z.int(), jws: z.string() });

/** The signed metadata document. Unchanged content keeps its bytes and `seq`; changed content gets the next `seq`. */
export async function publishMetadata(db: Database, keys: VerifierKeys, issuer: string, organisation: Organisation): Promise<string> {
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
  const [row] = await db.select().from(settings).where(eq(settings.key, 'metadata'));
  const stored = row === undefined ? undefined : storedSchema.parse(JSON.parse(row.value));
  if (stored?.content === content) return stored.jws;
  const seq = (stored?.seq ?? 0) + 1;
  const jws = await keys.signAsIdentity('deskfob-metadata+jwt', { ...metadata, seq });
  const value = JSON.stringify({ content, seq, jws });
  await db.insert(settings).values({ key: 'metadata', value }).onConflictDoUpdate({ target: settings.key, set: { value } });
  return jws;
}
