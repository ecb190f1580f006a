import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Beside this file in the sources; once built, beside the bundle or one folder above the part of it that this is in. */
export const migrationsFolder = findMigrations();

function findMigrations(): string {
  const places = [join(import.meta.dirname, 'migrations'), join(import.meta.dirname, '../migrations')];
  return places.find((place) => existsSync(join(place, 'meta/_journal.json'))) ?? join(import.meta.dirname, 'migrations');
}
