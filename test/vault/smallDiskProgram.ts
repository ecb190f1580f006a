/**
 * Run by the disk tests as root of a mount namespace of its own (permission bits don't stop root, a full or read-only
 * file system does). Argument: an empty folder to mount a one-megabyte disk on. Prints what happened as one JSON line.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SealedJournal } from '../../src/main/journal/SealedJournal.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../src/main/vault/PassphraseKeyStore.ts';
import { journalFolderOf } from '../../src/main/vault/VaultFolder.ts';

const [disk = ''] = process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
const folder = join(disk, 'vault');
const open = async (where: string): Promise<OsVault> => {
  const vault = new OsVault({ folder: where, store: new PassphraseKeyStore('phrase') });
  await vault.open();
  return vault;
};
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  );
const remount = (mode: string): void => void execFileSync('mount', ['-o', `remount,${mode}`, disk]);
const record = (value: string) => ({ recordId: 'r', type: 'account', format: 1, value }) as const;

const vault = await open(folder);
const journal = new SealedJournal({ file: join(journalFolderOf(folder), 'inbox'), journalId: 'inbox', vault, schema: z.string() });
await journal.open();
await vault.put(record('old'));
await journal.append('first');

const filler = join(disk, 'filler');
const handle = openSync(filler, 'w');
try {
  for (;;) writeSync(handle, Buffer.alloc(4096));
} catch {
  // Full: that is what the filler is for.
}
closeSync(handle);
const long = 'x'.repeat(20_000);
const full = {
  put: await outcome(vault.put(record(long))),
  append: await outcome(journal.append(long)),
  compact: await outcome(journal.compact([long])),
  newVault: await outcome(open(join(disk, 'other'))),
  value: (await vault.get('r', 'account'))?.value,
  files: await readdir(join(folder, 'records')),
};
rmSync(filler);
const roomAgain = { put: await outcome(vault.put(record('new'))), append: await outcome(journal.append('second')) };
await journal.close();

remount('ro');
const readOnlyVault = await open(folder);
const readOnly = {
  value: (await readOnlyVault.get('r', 'account'))?.value,
  put: await outcome(readOnlyVault.put(record('never'))),
  delete: await outcome(readOnlyVault.delete('r')),
  journal: await outcome(journal.open()),
  newVault: await outcome(open(join(disk, 'another'))),
};
remount('rw');
const after = { entries: await journal.open(), value: (await vault.get('r', 'account'))?.value };
await journal.close();
console.log(JSON.stringify({ full, roomAgain, readOnly, after }));
