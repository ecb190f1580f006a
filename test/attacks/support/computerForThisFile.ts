import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Computer } from '../../harness/app/Computer.ts';

/** A computer with an empty profile, for all tests of a file. */
export async function computerForThisFile(): Promise<Computer> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-profile-'));
  afterAll(async () => await rm(folder, { recursive: true, force: true }));
  return new Computer(folder);
}
