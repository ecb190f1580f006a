import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationsFolder } from '../../../src/verifier/store/migrationsFolder.ts';
import { openPgliteStore } from '../../../src/verifier/store/openPgliteStore.ts';

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/deskfob');

/**
 * A fresh data folder with a migrated, empty database: a copy of one that is made once for each state of the migrations,
 * since making a database takes seconds.
 * @param place the folder that it is made in
 */
export async function freshDataFolder(place = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(place, 'deskfob-verifier-'));
  if (process.env['DESKFOB_TEST_DATABASE'] !== 'postgres') await cp(await migratedTemplate(), join(folder, 'db'), { recursive: true });
  return folder;
}

export async function removeDataFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

async function migratedTemplate(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql')).toSorted())
    hash.update(await readFile(join(migrationsFolder, name)));
  hash.update(await readFile(join(CACHE, '../../@electric-sql/pglite/package.json')));
  const template = join(CACHE, `database-${hash.digest('hex').slice(0, 16)}`);
  if (await exists(template)) return template;
  await mkdir(CACHE, { recursive: true });
  const making = await mkdtemp(join(CACHE, 'making-'));
  const store = await openPgliteStore(join(making, 'db'));
  await store.close();
  // Several test processes may make it at once; the first one's stays.
  await rename(join(making, 'db'), template).catch(() => undefined);
  await rm(making, { recursive: true, force: true });
  return template;
}

async function exists(path: string): Promise<boolean> {
  return await readdir(path).then(
    () => true,
    () => false,
  );
}
