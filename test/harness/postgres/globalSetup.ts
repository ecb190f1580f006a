import type { TestProject } from 'vitest/node';
import { openPostgresStore } from '../../../src/verifier/store/openPostgresStore.ts';
import { PostgresServer } from './PostgresServer.ts';
import { TEMPLATE } from './testDatabase.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a real PostgreSQL, as its superuser; null where the tests run on PGlite alone. */
    postgres: string | null;
  }
}

let server: PostgresServer | undefined;

/** One PostgreSQL for a whole run of tests; each test makes a database of its own on it. */
export async function setup(project: TestProject): Promise<void> {
  server = await PostgresServer.start();
  await server.query(`create database ${TEMPLATE}`);
  const store = await openPostgresStore(server.url(TEMPLATE), () => {});
  await store.close();
  project.provide('postgres', server.url());
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
