import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT_FORMATS } from '../../src/bridge/importing.ts';
import { control } from '../harness/control.ts';
import { plainExports } from '../harness/exports/plainExports.ts';
import { PER_FILE, type SampleExport, sampleMaker } from '../harness/exports/SampleExport.ts';
import { sealedExports } from '../harness/exports/sealedExports.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { useWorld } from '../harness/world/world.ts';

const PASSWORD = 'correct horse battery';
const world = useWorld();

describe('the file of every app, as a person brings it', () => {
  const samples = sampleMaker();
  let files: SampleExport[];
  let folder: string;
  let app: AppUnderTest;
  let here: Page;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-every-'));
    files = [...plainExports(samples.next), ...(await sealedExports(samples.next))];
    app = await world.current.launch('from every app');
    here = await app.mainWindow();
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  /** Chooses a file in the system's dialog, types its password where it has one, and takes all that is new. */
  async function bringIn(page: Page, running: AppUnderTest, file: string, password: string | undefined, count: number): Promise<void> {
    const dialog = page.getByRole('dialog');
    await control(running.electron, 'answerOpenDialog', [file]);
    await page.getByRole('button', { name: 'Add account' }).click();
    await dialog.getByRole('tab', { name: 'File' }).click();
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    if (password !== undefined) {
      await dialog.getByRole('textbox', { name: 'Password of the file' }).fill(password);
      await page.keyboard.press('Enter');
    }
    await dialog.getByText(`${count} new accounts`).waitFor();
    await dialog.getByRole('button', { name: `Import ${count} accounts` }).click();
    await dialog.getByText(`${count} accounts were imported.`).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  const countOf = async (page: Page): Promise<number> => {
    const view = await page.evaluate(async () => await window.deskfob.view());
    return view.ok ? view.value.otpAccounts.length : -1;
  };

  it('is taken over with as many accounts as it promises', async () => {
    expect(new Set(files.map(({ format }) => format))).toEqual(new Set(IMPORT_FORMATS));
    let count = 0;
    for (const { variant, bytes, password } of files) {
      const file = join(folder, 'export');
      await writeFile(file, bytes);
      await bringIn(here, app, file, password, PER_FILE);
      count += PER_FILE;
      expect([variant, await countOf(here)]).toEqual([variant, count]);
    }
  });

  it('goes on in a backup to another computer, with as many accounts and the codes that the sites expect', async () => {
    const file = join(folder, 'backup.json');
    await control(app.electron, 'answerMessageBox', 0);
    await control(app.electron, 'answerSaveDialog', file);
    await here.getByRole('tab', { name: 'Settings' }).click();
    await here.getByRole('button', { name: 'Save accounts to a file…' }).click();
    const dialog = here.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Password of the backup' }).fill(PASSWORD);
    await dialog.getByRole('textbox', { name: 'Password once more' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await here.getByText(`${samples.all.length} accounts saved.`).waitFor();

    const other = await world.current.launch('to another computer');
    const there = await other.mainWindow();
    await bringIn(there, other, file, PASSWORD, samples.all.length);
    expect(await countOf(there)).toBe(samples.all.length);
    const last = samples.all.at(-1);
    await there.getByRole('searchbox').fill(last?.issuer ?? '');
    const site = new TOTP({ secret: last?.secret ?? '', algorithm: 'SHA256', digits: 8, period: 30 });
    // Between the two the code may have changed.
    const shown = async (): Promise<string> =>
      ((await there.getByTestId('otp-account').getByTestId('passcode').first().textContent()) ?? '').replace(/\D/g, '');
    await expect.poll(async () => (await shown()) === site.generate()).toBe(true);
    await other.quit();
  });
});
