import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';

/*
 * What the rest of the verifier knows of the database: PostgreSQL through Drizzle, whichever driver is behind it.
 * PGlite has one connection: inside `transaction(tx => …)` only `tx` may be used, anything else waits for itself forever.
 */

type Schema = typeof schema;
export type Database = PgDatabase<PgQueryResultHKT, Schema>;
export type Tx = PgTransaction<PgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** For queries that work within a transaction and without one. */
export type Executor = Database | Tx;

export interface Store {
  readonly db: Database;
  close(): Promise<void>;
}
