import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../harness/app/keyringSession.ts';
import { inOwnNamespace } from '../harness/disk/inOwnNamespace.ts';

it('a verifier whose disk is full says so, does nothing by half, loses nothing, and goes on or breaks off', async () => {
  const unwritable = {
    code: 1,
    stderr: 'The data folder DATA cannot be written: its disk may be full or read-only, or it belongs to somebody else.\n',
  };
  expect(await inOwnNamespace(join(import.meta.dirname, 'embeddedDiskProgram.ts'), await freshFolder())).toEqual({
    full: { full: 500, reads: 200, fourth: 429, withRoom: 201, lost: 0 },
    log: { broken: 1, answers: [500], afterwards: [500, 500], lost: 0, more: 0 },
    start: [unwritable, unwritable],
  });
});
