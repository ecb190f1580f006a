import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../StartError.ts';
import { ensurePrivateFolder } from './privateFolder.ts';

const SQLITE_BUSY = 5;

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

  /** @throws StartError data-in-use, data-unwritable */
  static async take(folder: string): Promise<DataLock> {
    const { DatabaseSync } = await importSqlite();
    const pidFile = join(folder, 'lock.pid');
    let database: DatabaseSync | undefined;
    try {
      await ensurePrivateFolder(folder);
      database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
      database.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
      // A pipe in its place would be waited for.
      rmSync(pidFile, { recursive: true, force: true });
      writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
      return new DataLock(database, pidFile);
    } catch (error) {
      database?.close();
      if (isBusy(error))
        throw new StartError(
          'data-in-use',
          `The data folder ${folder} is in use by process ${holder(pidFile)}. Stop it first, or choose another folder with --data.`,
        );
      throw new StartError(
        'data-unwritable',
        `The data folder ${folder} cannot be written: its disk may be full or read-only, or it belongs to somebody else.`,
      );
    }
  }

  release(): void {
    try {
      rmSync(this.#pidFile, { force: true });
    } catch {
      // The disk may be read-only by now. The file only names a process; the lock itself goes with the database.
    }
    this.#database.close();
  }
}

/** Of the errors of SQLite, the one that means another process. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
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
