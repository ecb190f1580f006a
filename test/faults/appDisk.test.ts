import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder, sessionForThisFile } from '../harness/app/keyringSession.ts';
import { inOwnNamespace } from '../harness/disk/inOwnNamespace.ts';

await sessionForThisFile();

it('an app whose disk is full or read-only acknowledges, decides and removes nothing that it cannot keep, says so, and goes on', async () => {
  expect(await inOwnNamespace(join(import.meta.dirname, 'appDiskProgram.ts'), await freshFolder(), await freshFolder())).toEqual({
    unkept: { shown: 0, received: false, problem: 'vault-io' },
    undecided: { refused: { ok: false, error: 'vault-io' }, status: 'open', stillOpen: 1 },
    removal: { ok: false, error: 'vault-io' },
    pairing: { step: 'failed', error: 'vault-io' },
    accounts: 1,
    decided: true,
    outcome: 'approved',
    word: 'approved',
    kept: { accounts: 1, history: expect.arrayContaining(['approved']) },
    readOnly: 'vault-io',
  });
});
