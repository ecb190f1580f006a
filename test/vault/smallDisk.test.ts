import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../harness/app/keyringSession.ts';

it('on a full and on a read-only disk the vault and the journal say so and lose nothing', async () => {
  const disk = await freshFolder();
  const become = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const program = join(import.meta.dirname, 'smallDiskProgram.ts');
  const output = execFileSync('unshare', ['--mount', ...become, process.execPath, program, disk], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({
    full: { put: 'vault-io', append: 'journal-io', compact: 'journal-io', newVault: 'vault-io', value: 'old', files: ['r.jwe'] },
    roomAgain: { put: 'ok', append: 'ok' },
    readOnly: { value: 'new', put: 'vault-io', delete: 'vault-io', journal: 'journal-io', newVault: 'vault-io' },
    after: { entries: ['first', 'second'], value: 'new' },
  });
});
