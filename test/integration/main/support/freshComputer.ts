import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Computer } from './Computer.ts';

/** A computer with an empty profile. It and its apps end with the test. */
export async function freshComputer(options: { wallAheadMs?: number } = {}): Promise<Computer> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-profile-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return new Computer(folder, { ...options, later: onTestFinished });
}
