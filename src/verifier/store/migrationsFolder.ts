import { join } from 'node:path';

/** Beside this file in the sources, and beside the bundle once built. */
export const migrationsFolder = join(import.meta.dirname, 'migrations');
