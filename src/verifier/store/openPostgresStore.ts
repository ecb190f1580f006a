import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import { StartError } from '../StartError.ts';
import { migrationsFolder } from './migrationsFolder.ts';
import { NODE_LOCKS, PostgresNodes } from './PostgresNodes.ts';
import { PreparingClient } from './PreparingClient.ts';
import * as schema from './schema.ts';
import type { Row, Store } from './Store.ts';

/** Connections of one node, besides the one that listens. */
const CONNECTIONS = 10;
const CONNECT_MS = 10_000;

/**
 * Opens a database of a PostgreSQL server, migrated as needed; several verifiers may share it.
 * @param url `postgres://user:password@host:port/database`
 * @throws StartError database-unreachable
 */
export async function openPostgresStore(url: string, onError: (error: unknown) => void): Promise<Store> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    Client: PreparingClient,
  });
  // A connection that breaks while nobody uses it; the next query opens another.
  pool.on('error', onError);
  const nodes = new PostgresNodes(url, onError);
  const close = async (): Promise<void> => {
    await nodes.close();
    await pool.end();
  };
  const exclusively = async <T>(work: () => Promise<T>): Promise<T> => await holdingLock(url, work);
  try {
    const db = drizzle(pool, { schema });
    await exclusively(async () => await migrate(db, { migrationsFolder }));
    const run: Store['run'] = async <R extends Row>(text: string, values: readonly unknown[]) =>
      (await pool.query<R>({ text, values: [...values] })).rows;
    return { db, nodes, run, exclusively, reclaim: async () => {}, close };
  } catch (error) {
    await close();
    throw unreachable(error);
  }
}

/** The lock is the connection's: whatever happens to this process, it is free again. */
async function holdingLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1, 0)', [NODE_LOCKS]);
    return await work();
  } finally {
    await client.end();
  }
}

/** Drivers and servers repeat addresses and names in their messages, so only the code goes on. */
function unreachable(error: unknown): StartError {
  let code = 'unknown';
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') code = cause.code;
  return new StartError(
    'database-unreachable',
    `The PostgreSQL database cannot be opened (${code}). Check its address, user and password, and that the server runs.`,
  );
}
