import { execFileSync } from 'node:child_process';
import { cp, lstat, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { afterAll, describe } from 'vitest';
import type { AppCore } from '../harness/app/AppCore.ts';
import { Computer } from '../harness/app/Computer.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { isTemporary } from '../../src/main/files/durableFiles.ts';
import { attack } from './attack.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const whole = await freshComputer({ later: afterAll });
const other = await freshComputer({ later: afterAll });
for (const computer of [whole, other]) {
  const app = await organisation.pairedApp(computer);
  const asked = await organisation.signIn('door');
  await app.decide(await app.openRequest(), 'deny');
  await organisation.outcome(asked);
  await app.close();
}

/** What a person is told of a vault that does not open. */
type Expected = 'vault-corrupt' | 'vault-too-new' | 'vault-wrong-key' | 'vault-key-missing' | 'vault-io';

/** Tampers with a copy of a whole profile and starts the app on it. Succeeded: it opened, said something else, or lost what was there. */
async function opens(tamper: (vault: string) => Promise<void>, expected: Expected): Promise<boolean> {
  const folder = join(whole.folder, 'copy');
  await rm(folder, { recursive: true, force: true });
  await cp(whole.vaultFolder, join(folder, 'vault'), { recursive: true });
  const computer = new Computer(folder);
  await tamper(computer.vaultFolder);
  const before = await snapshot(computer.vaultFolder);
  const app = await computer.launch();
  try {
    const { vault, accounts } = app.view();
    const said = vault.state === 'failed' ? vault.error : vault.state;
    return said !== expected || accounts.length > 0 || (await snapshot(computer.vaultFolder)) !== before || !(await answers(app));
  } finally {
    await app.close();
  }
}

/** Names, sizes and bytes of all files (the app closes folders to others, which is no loss); of a giant, a pipe or a device no bytes. */
async function snapshot(vault: string): Promise<string> {
  // What a killed write has left behind is cleared away at the next start.
  const names = (await readdir(vault, { recursive: true })).filter((name) => !isTemporary(name)).toSorted();
  const described = names.map(async (name) => {
    const found = await lstat(join(vault, name));
    const bytes = found.isFile() && found.size < 1_000_000 ? await readFile(join(vault, name), 'latin1') : '';
    return `${name} ${found.isFile() ? found.size : 'odd or a folder'}\n${bytes}`;
  });
  return (await Promise.all(described)).join('\n');
}

const answers = async (app: AppCore): Promise<boolean> => (await app.ask('app:view', undefined)).ok;

async function tally(cases: readonly [(vault: string) => Promise<void>, Expected][]): Promise<{ attempts: number; successes: number }> {
  let successes = 0;
  for (const [tamper, expected] of cases) if (await opens(tamper, expected)) successes += 1;
  return { attempts: cases.length, successes };
}

const instead =
  (name: string, text: string) =>
  async (vault: string): Promise<void> =>
    await writeFile(join(vault, name), text);
const giant =
  (name: string) =>
  async (vault: string): Promise<void> =>
    await truncate(join(vault, name), 3 * 1024 * 1024 * 1024);
const pipe =
  (name: string) =>
  async (vault: string): Promise<void> => {
    await rm(join(vault, name));
    execFileSync('mkfifo', [join(vault, name)]);
  };
const device =
  (name: string) =>
  async (vault: string): Promise<void> => {
    await rm(join(vault, name));
    await symlink('/dev/zero', join(vault, name));
  };

const JOURNAL = 'journal/requests.jsonl';
const vaultJson = JSON.parse(await readFile(join(whole.vaultFolder, 'vault.json'), 'utf8')) as Record<string, unknown>;
const journal = (await readFile(join(whole.vaultFolder, JOURNAL), 'utf8')).split('\n').slice(0, -1);
const foreignJournal = (await readFile(join(other.vaultFolder, JOURNAL), 'utf8')).split('\n').slice(0, -1);
const [head = '', first = '', second = '', ...rest] = journal;
if (second === '') throw new Error('the journal is too short to be tampered with');
const lines = (...some: string[]): string => `${some.join('\n')}\n`;
const jwes = async (vault: string): Promise<string[]> =>
  (await readdir(join(vault, 'records')))
    .filter((name) => !isTemporary(name))
    .toSorted()
    .map((name) => join(vault, 'records', name));

describe('a file that was crafted', () => {
  attack(
    'hostile file',
    'gets vault.json taken for another vault, a later one, or a program',
    async () =>
      await tally([
        [instead('vault.json', ''), 'vault-corrupt'],
        [instead('vault.json', 'null'), 'vault-corrupt'],
        [instead('vault.json', '['.repeat(60_000)), 'vault-corrupt'],
        [instead('vault.json', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 'vault-corrupt'],
        [instead('vault.json', '{"__proto__":{"format":1}}'), 'vault-corrupt'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, vaultId: '../../../../etc/passwd' })), 'vault-corrupt'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, vaultId: 'A'.repeat(22) })), 'vault-corrupt'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, wraps: [{ kind: 'none' }] })), 'vault-corrupt'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, wraps: [{ kind: 'passphrase', memoryCost: 1e12 }] })), 'vault-key-missing'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, extra: 'x' })), 'vault-corrupt'],
        [instead('vault.json', JSON.stringify({ ...vaultJson, format: 2 })), 'vault-too-new'],
      ]),
  );

  attack(
    'hostile file',
    'makes the app hang or take all memory: giants, pipes and devices',
    async () =>
      await tally([
        [giant('vault.json'), 'vault-corrupt'],
        [pipe('vault.json'), 'vault-corrupt'],
        [device('vault.json'), 'vault-corrupt'],
        [giant(JOURNAL), 'vault-corrupt'],
        [pipe(JOURNAL), 'vault-corrupt'],
        [device(JOURNAL), 'vault-corrupt'],
        [async (vault) => await truncate((await jwes(vault))[0] ?? '', 3 * 1024 * 1024 * 1024), 'vault-corrupt'],
      ]),
  );

  attack(
    'hostile file',
    'gets a record read that was cut, changed, swapped, or is of another vault',
    async () =>
      await tally([
        [async (vault) => await truncate((await jwes(vault))[0] ?? '', 100), 'vault-corrupt'],
        [async (vault) => await truncate((await jwes(vault))[0] ?? '', 0), 'vault-corrupt'],
        [
          async (vault) => {
            const [one = '', two = ''] = await jwes(vault);
            const [a, b] = [await readFile(one), await readFile(two)];
            await writeFile(one, b);
            await writeFile(two, a);
          },
          'vault-corrupt',
        ],
        [
          async (vault) => await writeFile((await jwes(vault))[0] ?? '', await readFile((await jwes(other.vaultFolder))[0] ?? '')),
          'vault-corrupt',
        ],
        [
          async (vault) => await writeFile(join(vault, 'records', 'copy.jwe'), await readFile((await jwes(vault))[0] ?? '')),
          'vault-corrupt',
        ],
      ]),
  );

  attack(
    'hostile file',
    'gets a journal read with lines swapped, repeated, left out, or of another journal',
    async () =>
      await tally([
        [instead(JOURNAL, lines(head, second, first, ...rest)), 'vault-corrupt'],
        [instead(JOURNAL, lines(head, first, first, second, ...rest)), 'vault-corrupt'],
        [instead(JOURNAL, lines(head, second, ...rest)), 'vault-corrupt'],
        [instead(JOURNAL, lines(head, first, second.slice(0, 40), ...rest, second)), 'vault-corrupt'],
        [instead(JOURNAL, lines(first, second, ...rest)), 'vault-corrupt'],
        [instead(JOURNAL, lines(...foreignJournal)), 'vault-corrupt'],
        [instead(JOURNAL, lines(head, ...foreignJournal.slice(1))), 'vault-corrupt'],
        [instead(JOURNAL, `${head}\n\n${first}\n`), 'vault-corrupt'],
        [instead(JOURNAL, lines(head, '{"type":"decision"}')), 'vault-corrupt'],
        [instead(JOURNAL, ''), 'vault-corrupt'],
      ]),
  );

  attack('hostile file', 'gets files outside the records read or written by a name', async () => {
    const folder = join(whole.vaultFolder, 'records');
    const names = ['...jwe', '%2e%2e%2fvault.jwe', `${'x'.repeat(200)}.jwe`, '.jwe', 'a b.jwe', 'planted.jwe.tmp', '__proto__x.jwe.exe'];
    for (const name of names) await writeFile(join(folder, name), 'planted');
    await mkdir(join(folder, 'folder.jwe'), { recursive: true });
    await symlink('/etc/passwd', join(folder, 'passwd.jwe'));
    const app = await whole.launch();
    const good = app.view().vault.state === 'open' && app.view().accounts.length === 1;
    await app.close();
    const left = (await readdir(folder)).filter((name) => names.includes(name)).length;
    for (const name of [...names, 'folder.jwe', 'passwd.jwe']) await rm(join(folder, name), { recursive: true, force: true });
    return { attempts: names.length + 2, successes: good && left === names.length ? 0 : 1 };
  });

  attack('hostile file', 'puts something else where the keyring keeps the key', async () => {
    const vaultId = String(vaultJson['vaultId']);
    const entry = new AsyncEntry('Deskfob', vaultId, { linux: { store: 'secret-service' } });
    const key = Uint8Array.from((await entry.getSecret()) ?? []);
    let successes = 0;
    const planted = [new Uint8Array(1), new Uint8Array(31), new Uint8Array(32), new Uint8Array(33), new Uint8Array(4096), key.toReversed()];
    for (const bytes of planted) {
      await entry.setSecret(bytes);
      if (await opens(async () => {}, 'vault-wrong-key')) successes += 1;
    }
    await entry.setSecret(key);
    // With the true key back, nothing has been lost.
    const app = await whole.launch();
    if (app.view().accounts.length !== 1) successes += 1;
    await app.close();
    return { attempts: planted.length, successes };
  });
});
