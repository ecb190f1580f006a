import { defineConfig } from 'vitest/config';

const project = (name: string, extra: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], pool: 'forks' as const, ...extra },
});

// Time limits here only end what hangs; none of them measures speed.
export default defineConfig({
  test: {
    projects: [
      project('unit', { testTimeout: 30_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('vault', { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }),
      project('e2e', { testTimeout: 120_000, hookTimeout: 120_000 }),
    ],
  },
});
