import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { control } from '../harness/control.ts';
import { useWorld } from '../harness/world/world.ts';

const PEOPLE = Array.from({ length: 12 }, (_, n) => `helpdesk.${n + 1}`);
const world = useWorld();

it('the help desk pairs a table of test accounts in one go, and saves the results', async () => {
  const { organisation } = world.current;
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-list-'));
  for (const name of PEOPLE) await organisation.command('subscriber', 'add', name);
  const names = join(folder, 'names.txt');
  const table = join(folder, 'keys.csv');
  await writeFile(names, PEOPLE.join('\n'));
  await organisation.command('pairing-keys', names, '--out', table, '--no-confirm');

  const app = await world.current.launch('help desk');
  const window = await app.mainWindow();
  const dialog = window.getByRole('dialog');
  await control(app.electron, 'answerOpenDialog', [table]);
  await window.getByRole('button', { name: 'Add account' }).click();
  await dialog.getByRole('tab', { name: 'File' }).click();
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('heading', { name: 'Pair these accounts?' }).waitFor();
  await dialog.getByRole('row', { name: 'helpdesk.1, waits' }).waitFor();
  await dialog.getByRole('button', { name: 'Pair 12 accounts' }).click();
  await dialog.getByRole('heading', { name: 'All done' }).waitFor();
  await dialog.getByText('12 paired').waitFor();

  const results = join(folder, 'results.csv');
  await control(app.electron, 'answerSaveDialog', results);
  await dialog.getByRole('button', { name: 'Save the results…' }).click();
  await dialog.getByText('12 lines were saved.').waitFor();
  expect((await readFile(results, 'utf8')).split('\r\n').filter((line) => line.endsWith(',paired,'))).toHaveLength(12);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
  // Each shows its passcode, since nobody has to confirm them.
  await expect.poll(async () => await window.getByTestId('account').getByTestId('passcode').count()).toBe(12);
  await rm(folder, { recursive: true, force: true });
});
