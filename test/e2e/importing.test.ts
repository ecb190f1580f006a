import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../harness/control.ts';
import { picture, png, y4m } from '../harness/qrPictures.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { pastePicture, textOf } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const LINK = `otpauth://totp/GitHub:anna?secret=${SECRET}&issuer=GitHub`;
const PASSWORD = 'correct horse battery';
const aegis = (...secrets: string[]): string =>
  JSON.stringify({
    version: 1,
    header: { slots: null, params: null },
    db: {
      version: 3,
      entries: secrets.map((secret, index) => ({
        type: 'totp',
        uuid: `id-${index}`,
        name: `person ${index}`,
        issuer: 'Example',
        info: { secret, algo: 'SHA1', digits: 6, period: 30 },
      })),
      groups: [],
    },
  });

const world = useWorld();

describe('accounts of ordinary sites, as a person meets them', () => {
  let app: AppUnderTest;
  let window: Page;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-importing-'));
    app = await world.current.launch('anna');
    window = await app.mainWindow();
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  const add = async (way: string): Promise<void> => {
    await window.getByRole('button', { name: 'Add account' }).click();
    await window.getByRole('dialog').getByRole('tab', { name: way, exact: true }).click();
  };
  const dialog = () => window.getByRole('dialog');
  const confirmImport = async (count: string): Promise<void> => {
    await dialog()
      .getByRole('button', { name: `Import ${count}` })
      .click();
    await dialog().getByText('imported.').waitFor();
    await dialog().getByRole('button', { name: 'Done' }).click();
    await dialog().waitFor({ state: 'hidden' });
  };
  const accounts = () => window.getByTestId('otp-account');

  it('one comes by its link, and shows the code that the site expects', async () => {
    await add('Pairing link');
    await dialog().getByRole('textbox', { name: 'Pairing link' }).fill(LINK);
    await dialog().getByRole('button', { name: 'Continue' }).click();
    await dialog().getByText('1 new account').waitFor();
    await confirmImport('1 account');
    const shown = async (): Promise<string> => ((await accounts().getByTestId('passcode').textContent()) ?? '').replace(/\D/g, '');
    // Between the two the code may have changed.
    await expect.poll(async () => (await shown()) === new TOTP({ secret: SECRET }).generate()).toBe(true);
  });

  it('many come from the file of another app, none is lost without a word, and what is here already is not doubled', async () => {
    const file = join(folder, 'export');
    await writeFile(file, aegis(SECRET, 'KRSXG5CTMVRXEZLU', 'NBSWY3DPEB3W64TM', 'no base32!'));
    await control(app.electron, 'answerOpenDialog', [file]);
    await add('File');
    await dialog().getByRole('button', { name: 'Choose a file…' }).click();
    await dialog().getByRole('heading', { name: 'Import from Aegis?' }).waitFor();
    const rows = await dialog().getByRole('row').allTextContents();
    expect(rows).toEqual([
      'Example – person 0here already',
      'Example – person 1new',
      'Example – person 2new',
      'Example – person 3its secret is damaged',
    ]);
    await confirmImport('2 accounts');
    expect(await accounts().count()).toBe(3);
  });

  it('says what is wrong with a file, and changes nothing', async () => {
    const file = join(folder, 'damaged');
    await writeFile(file, 'nothing that anybody exports');
    await control(app.electron, 'answerOpenDialog', [file]);
    await add('File');
    await dialog().getByRole('button', { name: 'Choose a file…' }).click();
    await dialog().getByText('This is no export that Deskfob knows').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
    expect(await accounts().count()).toBe(3);
  });

  it('says that a file of a GiB is too large, without taking it into memory, and changes nothing', async () => {
    const file = join(folder, 'giant');
    await writeFile(file, '');
    await truncate(file, 2 ** 30);
    await control(app.electron, 'answerOpenDialog', [file]);
    await add('File');
    await dialog().getByRole('button', { name: 'Choose a file…' }).click();
    await dialog().getByText('This file is too large').waitFor();
    expect(await app.electron.evaluate(() => process.resourceUsage().maxRSS)).toBeLessThan(2 ** 20);
    await window.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect(await accounts().count()).toBe(3);
  });

  it('one that is removed is brought back', async () => {
    await window.getByRole('button', { name: 'Options for GitHub, anna' }).click();
    await window.getByRole('menuitem', { name: 'Remove' }).click();
    await window.getByText('1 account removed.').waitFor();
    expect(await accounts().count()).toBe(2);
    await window.getByRole('button', { name: 'Bring back' }).click();
    await expect.poll(async () => await accounts().count()).toBe(3);
  });

  it('all go into a backup, and into another computer by its password', async () => {
    const file = join(folder, 'backup.json');
    await control(app.electron, 'answerMessageBox', 0);
    await control(app.electron, 'answerSaveDialog', file);
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Save accounts to a file…' }).click();
    await dialog().getByRole('textbox', { name: 'Password of the backup' }).fill(PASSWORD);
    await dialog().getByRole('textbox', { name: 'Password once more' }).fill(PASSWORD);
    await dialog().getByRole('button', { name: 'Save…' }).click();
    await window.getByText('3 accounts saved.').waitFor();
    expect(await readFile(file, 'utf8')).not.toMatch(new RegExp(`${SECRET}|GitHub`));

    const other = await world.current.launch('another computer');
    const there = await other.mainWindow();
    await control(other.electron, 'answerOpenDialog', [file]);
    await there.getByRole('button', { name: 'Add account' }).click();
    const asked = there.getByRole('dialog');
    await asked.getByRole('tab', { name: 'File' }).click();
    await asked.getByRole('button', { name: 'Choose a file…' }).click();
    await asked.getByRole('textbox', { name: 'Password of the file' }).fill('not this one');
    await there.keyboard.press('Enter');
    await asked.getByText('This is not the password of the file').waitFor();
    await asked.getByRole('textbox', { name: 'Password of the file' }).fill(PASSWORD);
    await there.keyboard.press('Enter');
    await asked.getByRole('button', { name: 'Import 3 accounts' }).click();
    await asked.getByText('3 accounts were imported.').waitFor();
    await other.quit();
  });

  it('one comes by a picture of its code, which then leaves the clipboard', async () => {
    const code = png(picture([LINK.replaceAll('GitHub', 'GitLab').replace(SECRET, 'KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF')]));
    await control(app.electron, 'copyPicture', code.toString('base64'));
    await pastePicture(app, code);
    await dialog().getByText('1 new account').waitFor();
    expect(await control(app.electron, 'hasPicture')).toBe(true);
    await confirmImport('1 account');
    await expect.poll(async () => await control(app.electron, 'hasPicture')).toBe(false);
  });
});

describe('a QR code', () => {
  it('of the organisation begins a pairing: by the camera, and from a picture', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-codes-'));
    const site = await world.current.organisation.open('/pair');
    const link = await textOf(site, 'pair-link');
    const film = join(folder, 'camera.y4m');
    await writeFile(film, y4m(picture([link], { dot: 6, width: 640, height: 480 })));
    const app = await world.current.launchWith('with a camera', { DESKFOB_FAKE_CAMERA: film });
    const window = await app.mainWindow();
    const dialog = window.getByRole('dialog');
    await window.getByRole('button', { name: 'Add account' }).click();
    await dialog.getByRole('tab', { name: 'Camera' }).click();
    await dialog.getByRole('button', { name: 'Use the camera' }).click();
    await window.getByText('Pair this computer with').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });

    const image = join(folder, 'code.png');
    await writeFile(image, png(picture([link])));
    await window.getByRole('button', { name: 'Add account' }).click();
    await dialog.getByRole('tab', { name: 'Image' }).click();
    const chooser = window.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose images…' }).click();
    await (await chooser).setFiles(image);
    await window.getByText('Pair this computer with').waitFor();
    await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText('Almost done').waitFor();
    await app.quit();
    await rm(folder, { recursive: true, force: true });
  });

  it('on the screens is found on each of them, with the window out of the way, and the person chooses', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-screens-'));
    const link = await textOf(await world.current.organisation.open('/pair'), 'pair-link');
    const other = 'deskfob://pair?issuer=https%3A%2F%2Fverify.globex.example&key=K7QF9M2X4T8WK7QF9M2X4T8W12';
    const files = await Promise.all(
      [other, link].map(async (text, index) => {
        const file = join(folder, `screen-${index}.png`);
        await writeFile(file, png(picture([text], { dot: 3, width: index === 0 ? 1920 : 2560, height: index === 0 ? 1080 : 1440 })));
        return file;
      }),
    );
    const app = await world.current.launchWith('with two screens', { DESKFOB_FAKE_SCREENS: files.join(delimiter) });
    const window = await app.mainWindow();
    const dialog = window.getByRole('dialog');
    // The second one stands to the left of the first.
    await control(app.electron, 'arrangeDisplays', [
      { x: 0, y: 0, width: 1920, height: 1080 },
      { x: -2560, y: -200, width: 2560, height: 1440 },
    ]);
    await window.getByRole('button', { name: 'Add account' }).click();
    await dialog.getByRole('tab', { name: 'Screen' }).click();
    await dialog.getByRole('button', { name: 'Scan the screen' }).click();
    await dialog.getByRole('heading', { name: 'Which code?' }).waitFor();
    expect(await dialog.getByRole('option').count()).toBe(2);
    expect(await control(app.electron, 'screenCaptures')).toEqual([
      { types: ['screen'], size: { width: 2560, height: 1440 }, visibleWindows: [] },
    ]);
    expect((await control(app.electron, 'windows'))[0]).toMatchObject({ visible: true, focused: true });
    await dialog.getByRole('option', { name: new URL(new URL(link).searchParams.get('issuer') ?? '').host }).click();
    await window.getByText('Pair this computer with').waitFor();
    await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
    await window.getByText('Almost done').waitFor();
    await app.quit();
    await rm(folder, { recursive: true, force: true });
  });

  it('that the desktop does not show is explained, with the window back and another way at hand', async () => {
    const app = await world.current.launch('without screens');
    const window = await app.mainWindow();
    const dialog = window.getByRole('dialog');
    await window.getByRole('button', { name: 'Add account' }).click();
    await dialog.getByRole('tab', { name: 'Screen' }).click();
    await dialog.getByRole('button', { name: 'Scan the screen' }).click();
    await dialog.getByText('Your system gave no picture of the screen').waitFor();
    expect((await control(app.electron, 'windows'))[0]).toMatchObject({ visible: true, focused: true });
    await dialog.getByRole('button', { name: 'Use an image instead' }).click();
    expect(await dialog.getByRole('tab', { name: 'Image' }).getAttribute('aria-selected')).toBe('true');
    await app.quit();
  });
});
