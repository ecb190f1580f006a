import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SealedJournal } from '../../src/main/journal/SealedJournal.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../src/main/vault/PassphraseKeyStore.ts';
import { journalFolderOf } from '../../src/main/vault/VaultFolder.ts';
import { freshFolder } from '../harness/app/keyringSession.ts';

const program = join(import.meta.dirname, 'crashProgram.ts');

/** Runs the program until SIGKILL ends it, by itself at the fault point or by us after `lines` lines. */
async function crash(folder: string, what: string, point: string, lines?: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, what, point], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (lines !== undefined && output.split('\n').length > lines) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

async function afterwards(folder: string): Promise<{ value: unknown; entries: number[] }> {
  const vault = new OsVault({ folder, store: new PassphraseKeyStore('phrase') });
  await vault.open();
  const journal = new SealedJournal({ file: join(journalFolderOf(folder), 'inbox'), journalId: 'inbox', vault, schema: z.int() });
  const entries = await journal.open();
  await journal.append(99);
  await journal.close();
  expect(await journal.open()).toEqual([...entries, 99]);
  await journal.close();
  const record = await vault.get('r', 'account');
  return { value: record?.value, entries };
}

describe('SIGKILL', () => {
  it.each([
    ['put', 'vault:before-rename', 'old', [1, 2, 3]],
    ['put', 'vault:after-rename', 'new', [1, 2, 3]],
    ['put', 'vault:after-write', 'new', [1, 2, 3]],
    ['delete', 'vault:after-delete', undefined, [1, 2, 3]],
    ['append', 'journal:before-write', 'old', [1, 2, 3]],
    ['append', 'journal:written', 'old', [1, 2, 3, 4, 5, 6]],
    ['append', 'journal:after-append', 'old', [1, 2, 3, 4, 5, 6]],
    ['compact', 'journal:before-rename', 'old', [1, 2, 3]],
    ['compact', 'journal:after-rename', 'old', [3]],
    ['compact', 'journal:after-write', 'old', [3]],
  ])('during %s at %s leaves the old state or the new one', async (what, point, value, entries) => {
    const folder = await freshFolder();
    expect(await crash(folder, what, point)).toEqual(['old']);
    expect(await afterwards(folder)).toEqual({ value, entries });
  });

  it.each(['vault:key-kept', 'vault-file:before-rename', 'vault-file:after-rename', 'journal:before-rename', 'journal:after-rename'])(
    'at %s while all is made for the first time leaves a folder that opens',
    async (point) => {
      const folder = await freshFolder();
      expect(await crash(folder, 'create', point)).toEqual([]);
      expect(await afterwards(folder)).toEqual({ value: undefined, entries: [] });
    },
  );

  it('at any moment of a stream of appends loses none that was reported durable', async () => {
    for (const lines of [1, 7, 40, 200]) {
      const folder = await freshFolder();
      const reported = (await crash(folder, 'stream', '', lines)).slice(1).map(Number);
      const { entries } = await afterwards(folder);
      expect(entries.slice(0, 3 + reported.length)).toEqual([1, 2, 3, ...reported]);
      expect(entries.length - 3 - reported.length).toBeLessThanOrEqual(1);
    }
  });
});
