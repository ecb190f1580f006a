import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import type { Nodes } from './Nodes.ts';
import type * as schema from './schema.ts';

/*
 * What the rest of the verifier knows of the database: PostgreSQL through Drizzle, embedded or a server, whichever driver
 * is behind it. PGlite has one connection: inside a transaction only its `tx` may be used, anything else waits for itself
 * forever.
 */

type Schema = typeof schema;
export type Database = PgDatabase<PgQueryResultHKT, Schema>;
export type Tx = PgTransaction<PgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** For queries that work within a transaction and without one. */
export type Executor = Database | Tx;

/** By column name. Whoever writes a statement knows its columns. */
export type Row = Record<string, unknown>;

export interface Store {
  readonly db: Database;
  /** The other verifier processes on this database. */
  readonly nodes: Nodes;
  /** One statement, in a transaction of its own, planned once: for what every sign-in waits for. */
  run<R extends Row>(text: string, values: readonly unknown[]): Promise<R[]>;
  /** Runs alone among all nodes: for what only one of them may make, such as the first keys. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Frees, and so overwrites in time, the space of what was deleted. */
  reclaim(): Promise<void>;
  close(): Promise<void>;
}
