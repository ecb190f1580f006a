import { chmod, mkdir, stat } from 'node:fs/promises';

/**
 * Makes the folder if needed and shuts other users of the computer out of it, also where an administrator has made it with
 * the usual mode. The group keeps what it may read, as PostgreSQL allows it for backups.
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const { mode } = await stat(folder);
  if ((mode & 0o027) !== 0) await chmod(folder, mode & 0o750);
}
