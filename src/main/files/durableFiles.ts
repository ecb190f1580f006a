/**
 * File writes that survive a kill and a power cut: a file is wholly the old one or wholly the new one, and when a call
 * resolves, the disk has it. Files get mode 0600, folders 0700. Errors are Node's own; callers turn them into theirs.
 */
import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DurableLabel, type Faults, noFaults } from './faults.ts';

const temporary = /\.[0-9a-f]{12}\.tmp$/;

/** Makes the folder if needed and keeps other users of the computer out of it. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const { mode } = await stat(folder);
  if ((mode & 0o777) !== 0o700) await chmod(folder, 0o700);
}

/**
 * Replaces `file` by `data`: temporary file, fsync, rename, fsync of the folder. On failure the old file stays, except
 * when only the last fsync failed: then the new one is in place and may not survive a power cut.
 * Fault points: `<label>:before-rename`, `<label>:after-rename`, `<label>:after-write`.
 */
export async function writeDurably(file: string, data: string | Uint8Array, label: DurableLabel, faults: Faults = noFaults): Promise<void> {
  const temp = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temp, 'wx', 0o600);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await faults(`${label}:before-rename`);
    await replace(temp, file);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => {});
    throw error;
  }
  await faults(`${label}:after-rename`);
  await syncFolder(dirname(file));
  await faults(`${label}:after-write`);
}

/** Deleting what is not there is no error. Fault point: `<label>:after-delete`, before the folder's fsync. */
export async function deleteDurably(file: string, label: DurableLabel, faults: Faults = noFaults): Promise<void> {
  await rm(file, { force: true });
  await faults(`${label}:after-delete`);
  await syncFolder(dirname(file));
}

/** Makes names in the folder durable. Windows has no such thing: NTFS journals them by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle: FileHandle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Deletes temporary files that a killed `writeDurably` left. Best effort: on a read-only disk they simply stay. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (isTemporary(name)) await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

export function isTemporary(name: string): boolean {
  return temporary.test(name);
}

/** Windows refuses a rename for a moment while a virus scanner or the indexer holds the old file. */
async function replace(temp: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(temp, file);
    } catch (error) {
      const code = errorCode(error);
      const passing = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY');
      if (!passing || attempt === 10) throw error;
      await sleep(20 * attempt);
    }
  }
}

/** Node's code of a system error, e.g. 'ENOENT'. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
