/**
 * Run by the crash tests in a process of its own: works on a vault and its journal, and ends itself with SIGKILL at the
 * named fault point. Arguments: folder, what to do, fault point. Prints what it was told is durable before it died.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SealedJournal } from '../../src/main/journal/SealedJournal.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../src/main/vault/PassphraseKeyStore.ts';
import { journalFolderOf } from '../../src/main/vault/VaultFolder.ts';

const [folder = '', what = '', fatal = ''] = process.argv.slice(2);
let armed = what === 'create';
const faults = (point: string): void => {
  if (armed && point === fatal) process.kill(process.pid, 'SIGKILL');
};

const vault = new OsVault({ folder, store: new PassphraseKeyStore('phrase'), faults });
await vault.open();
const journal = new SealedJournal({
  file: join(journalFolderOf(folder), 'inbox'),
  journalId: 'inbox',
  vault,
  schema: z.int(),
  faults,
});
await journal.open();
const durable = (text: string): void => void writeSync(1, `${text}\n`);

await vault.put({ recordId: 'r', type: 'account', format: 1, value: 'old' });
for (const entry of [1, 2, 3]) await journal.append(entry);
durable('old');
armed = true;
if (what === 'put') {
  await vault.put({ recordId: 'r', type: 'account', format: 1, value: 'new' });
  durable('new');
}
if (what === 'delete') {
  await vault.delete('r');
  durable('deleted');
}
if (what === 'append') {
  await Promise.all([4, 5, 6].map((entry) => journal.append(entry)));
  durable('appended');
}
if (what === 'compact') {
  await journal.compact([3]);
  durable('compacted');
}
if (what === 'stream') {
  for (let entry = 4; ; entry += 1) await journal.append(entry).then(() => durable(String(entry)));
}
