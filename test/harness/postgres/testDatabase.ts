import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

/** A migrated, empty database that the others are copies of. */
export const TEMPLATE = 'deskfob_template';

/**
 * The database that goes with a verifier's data folder: on the PostgreSQL of this run, the same for the same folder. Undefined
 * where the tests run on the embedded one.
 */
export async function databaseOf(dataFolder: string): Promise<string | undefined> {
  if (process.env['DESKFOB_TEST_DATABASE'] !== 'postgres') return undefined;
  const note = join(dataFolder, 'test-database');
  const known = await readFile(note, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const url = await freshDatabase();
  await writeFile(note, url);
  return url;
}

/** A new database on the PostgreSQL of this run. */
export async function freshDatabase(): Promise<string> {
  const server = inject('postgres');
  if (server === null) throw new Error('These tests have no PostgreSQL.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}
