import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../harness/app/keyringSession.ts';
import { inOwnNamespace } from '../harness/disk/inOwnNamespace.ts';

it('a verifier whose disk turns read-only says so to everybody, claims nothing that it did not keep, and has all the rest when the disk is back', async () => {
  expect(await inOwnNamespace(join(import.meta.dirname, 'embeddedReadOnlyProgram.ts'), await freshFolder())).toEqual({
    broken: 1,
    refused: [500],
    afterwards: [500, 500, 500],
    start: {
      code: 1,
      stderr: 'The data folder DATA cannot be written: its disk may be full or read-only, or it belongs to somebody else.\n',
    },
    lost: 0,
    more: 0,
    transaction: 'open',
    withDisk: 201,
  });
});
