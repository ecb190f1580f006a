import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import type { ServerPlan } from './ServerMethods.ts';

/** One insert in a transaction of its own, on the same kind of database and by the same driver as the product's. */
export interface BareStore {
  commit(text: string): Promise<void>;
}

const TABLE = 'create table bare (id bigint generated always as identity primary key, text text not null)';
const INSERT = 'insert into bare (text) values ($1)';

export async function openBareStore({ database, folder, postgresUrl }: ServerPlan): Promise<BareStore> {
  if (database === 'pglite') {
    const place = join(folder, 'db');
    await mkdir(place, { recursive: true });
    const client = await PGlite.create(place);
    await client.exec(TABLE);
    return { commit: async (text) => void (await client.query(INSERT, [text])) };
  }
  const pool = new Pool({ connectionString: postgresUrl, max: 10 });
  await pool.query(TABLE);
  return { commit: async (text) => void (await pool.query({ name: 'insert', text: INSERT, values: [text] })) };
}
