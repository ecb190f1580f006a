import { mkdir } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder } from './migrationsFolder.ts';
import { onlyNode } from './Nodes.ts';
import { PreparingPglite } from './PreparingPglite.ts';
import * as schema from './schema.ts';
import type { Row, Store } from './Store.ts';

/**
 * Opens the embedded database in `folder`, made and migrated as needed. The caller holds the folder's lock.
 * @param onPanic told when the database has broken off; from then on every query fails
 */
export async function openPgliteStore(folder: string, onPanic: () => void = () => {}): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = new PreparingPglite(folder, onPanic);
  try {
    await client.waitReady;
    // Statements are planned once, perhaps while their tables are empty, and nothing here would plan them anew as those grow.
    await client.exec('set enable_seqscan = off');
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder });
    return {
      db,
      nodes: onlyNode,
      run: async <R extends Row>(text: string, values: readonly unknown[]) => (await client.query<R>(text, [...values])).rows,
      exclusively: async (work) => await work(),
      // The embedded database has no background process that would do it.
      reclaim: async () => void (await db.execute(sql`vacuum analyze`)),
      close: async () => await client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}
