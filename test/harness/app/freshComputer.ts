import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Computer } from './Computer.ts';

interface Options {
  wallAheadMs?: number;
  later?: (cleanUp: () => Promise<void>) => void;
}

/** A computer with an empty profile. It and its apps end with the test, or with the file when `later` is `afterAll`. */
export async function freshComputer({ later = onTestFinished, ...options }: Options = {}): Promise<Computer> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-profile-'));
  // A killed app's last write to the disk may still be on its way.
  later(async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return new Computer(folder, { ...options, later });
}
