import { defineConfig } from 'vitest/config';

const project = (name: string, extra: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], pool: 'forks' as const, provide: { postgres: null }, ...extra },
});

const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Verifiers of these tests keep their data in a PostgreSQL server, which runs as long as the tests do. */
const onPostgres = { globalSetup: 'test/harness/postgres/globalSetup.ts', env: { DESKFOB_TEST_DATABASE: 'postgres' } };

// Time limits here only end what hangs; none of them measures speed.
export default defineConfig({
  test: {
    projects: [
      project('unit', { testTimeout: 30_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('vault', { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }),
      project('faults', patient),
      // The same files once more, on a real PostgreSQL in place of the embedded one.
      project('postgres', {
        ...patient,
        ...onPostgres,
        include: ['test/postgres/**/*.test.ts', 'test/integration/{verifier,main}/**/*.test.ts', 'test/faults/**/*.test.ts'],
        // These are about the embedded database, or about the app alone.
        exclude: [
          'test/faults/{embedded*,vaultKeys,appCompaction,appDisk}.test.ts',
          'test/integration/main/{keyring,certificates}.test.ts',
        ],
      }),
      project('attacks', patient),
      project('e2e', patient),
    ],
  },
});
