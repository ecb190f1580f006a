import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../StartError.ts';

/*
 * Goal: one process on one data folder. PGlite takes no lock; two processes lose each other's rows and the folder.
 * The lock is SQLite's on an otherwise empty file: an operating system file lock that the kernel drops when its owner
 * dies, on every system, without a native module of our own.
 */
export class DataLock {
  readonly #database: DatabaseSync;
  readonly #pidFile: string;

  private constructor(database: DatabaseSync, pidFile: string) {
    this.#database = database;
    this.#pidFile = pidFile;
  }

  /** @throws StartError data-in-use */
  static async take(folder: string): Promise<DataLock> {
    const { DatabaseSync } = await importSqlite();
    const pidFile = join(folder, 'lock.pid');
    const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
    } catch {
      database.close();
      throw new StartError(
        'data-in-use',
        `The data folder ${folder} is in use by process ${holder(pidFile)}. Stop it first, or choose another folder with --data.`,
      );
    }
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
    return new DataLock(database, pidFile);
  }

  release(): void {
    rmSync(this.#pidFile, { force: true });
    this.#database.close();
  }
}

function holder(pidFile: string): string {
  try {
    return /^\d+/.exec(readFileSync(pidFile, 'utf8'))?.[0] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Some Node versions still call node:sqlite experimental; that line is no help to an administrator. */
async function importSqlite(): Promise<{ DatabaseSync: typeof DatabaseSync }> {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('SQLite')) Reflect.apply(warn, process, [warning, ...rest]);
  };
  try {
    return await import('node:sqlite');
  } finally {
    process.emitWarning = warn;
  }
}
