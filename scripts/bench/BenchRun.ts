import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchContext } from '../../test/bench/Benchmark.ts';
import { PostgresServer, postgresPrograms } from '../../test/harness/postgres/PostgresServer.ts';
import type { ElectronHost } from '../lib/electronHost.ts';
import { projectRoot } from '../lib/projectRoot.ts';

/** What the benchmarks of one run share: a folder, a PostgreSQL of their own, and the host of the app. */
export class BenchRun {
  readonly context: BenchContext;
  readonly #postgres: PostgresServer | undefined;

  private constructor(folder: string, host: ElectronHost, postgres: PostgresServer | undefined) {
    this.#postgres = postgres;
    this.context = {
      folder,
      databases: postgres === undefined ? ['pglite'] : ['pglite', 'postgres'],
      newPostgres: async () => {
        if (postgres === undefined) throw new Error('This run has no PostgreSQL.');
        return await postgres.createDatabase();
      },
      electron:
        host.kind === 'electron'
          ? { command: host.binary, args: [] }
          : { command: process.execPath, args: [join(projectRoot, 'test/harness/electron/launch.mjs')] },
    };
  }

  /** Where PostgreSQL cannot be had, its rows are left out. */
  static async start(host: ElectronHost): Promise<BenchRun> {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-bench-'));
    const postgres = postgresPrograms() === undefined ? undefined : await PostgresServer.start();
    return new BenchRun(folder, host, postgres);
  }

  async stop(): Promise<void> {
    await this.#postgres?.stop();
    await rm(this.context.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
