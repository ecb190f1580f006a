import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder } from './migrationsFolder.ts';
import * as schema from './schema.ts';
import type { Store } from './Store.ts';

/** Opens the embedded database in `folder`, made and migrated as needed. The caller holds the folder's lock. */
export async function openPgliteStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(folder);
  try {
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder });
    return { db, close: async () => await client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}
