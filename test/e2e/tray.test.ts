import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../harness/control.ts';
import { electronHost } from '../harness/launchApp.ts';
import { StatusNotifierWatcher } from '../harness/StatusNotifierWatcher.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { pairAnna, shownPasscode } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();
const patient = { timeout: 15_000 };

// Real Electron shows its tray to nobody but the desktop.
describe.runIf(electronHost() === 'stand-in')('the tray', () => {
  let app: AppUnderTest;
  let panel: StatusNotifierWatcher | undefined;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
  });
  afterAll(async () => await panel?.stop());

  const windows = async () => (await control(app.electron, 'windows')).filter(({ url }) => url.endsWith('/index.html'));

  async function closeMainWindow(): Promise<void> {
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL() === 'app://deskfob/index.html')
        ?.close(),
    );
  }

  it('missing, leaves the closed window in the taskbar and a way to quit in the settings', async () => {
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Quit Deskfob' }).waitFor();
    await closeMainWindow();
    await expect.poll(windows, patient).toMatchObject([{ minimized: true }]);
    await world.current.launch('anna').catch(() => undefined);
    await expect.poll(windows, patient).toMatchObject([{ minimized: false, visible: true }]);
    await window.getByRole('tab', { name: 'Authentication' }).click();
  });

  it('keeps the app when its window is closed, and leads back to it', async () => {
    panel = await StatusNotifierWatcher.start(world.current.session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Quit Deskfob' }).waitFor({ state: 'detached' });
    await closeMainWindow();
    await expect.poll(windows, patient).toEqual([]);
    await control(app.electron, 'clickTray');
    await (await app.mainWindow()).getByText('Acme GmbH').first().waitFor();
  });

  it('is not the only way back: a second start brings up the window of the first', async () => {
    await closeMainWindow();
    await expect.poll(windows, patient).toEqual([]);
    await world.current.launch('anna').catch(() => undefined);
    await (await app.mainWindow()).getByText('Acme GmbH').first().waitFor();
  });

  it('copies the passcode of a pinned account', async () => {
    const window = await app.mainWindow();
    await window.getByRole('button', { name: /^Options for Acme GmbH/ }).click();
    await window.getByRole('menuitem', { name: 'Pin to top and tray' }).click();
    await window.getByText('Pinned', { exact: true }).waitFor();
    const lines = async (): Promise<string[]> => (await control(app.electron, 'tray'))?.menu.map(({ label }) => label) ?? [];
    await expect.poll(lines, patient).toContainEqual(expect.stringMatching(/^Copy passcode: Acme GmbH · anna@localhost/));
    expect(await lines()).not.toContainEqual(expect.stringMatching(/Lock/));
    const before = await shownPasscode(app);
    await control(app.electron, 'clickTrayItem', (await lines()).find((label) => label.startsWith('Copy')) ?? '');
    await expect.poll(async () => await control(app.electron, 'clipboardText'), patient).toMatch(/^\d{6}$/);
    expect([before, await shownPasscode(app)]).toContain(await control(app.electron, 'clipboardText'));
  });

  it('keeps the pin over a restart', async () => {
    await app.quit();
    app = await world.current.launch('anna');
    await (await app.mainWindow()).getByText('Pinned', { exact: true }).waitFor();
  });

  it('going away while the window is closed puts the window into the taskbar', async () => {
    await closeMainWindow();
    await expect.poll(windows, patient).toEqual([]);
    await panel?.stop();
    await expect.poll(windows, patient).toMatchObject([{ minimized: true }]);
  });

  it('missing, a hidden start begins in the taskbar', async () => {
    await app.quit();
    app = await world.current.launch('anna', '--hidden');
    await expect.poll(windows, patient).toMatchObject([{ minimized: true }]);
  });

  it('missing, the settings end the app', async () => {
    const window = await app.mainWindow();
    await window.getByRole('tab', { name: 'Settings' }).click();
    const ended = new Promise((resolve) => app.electron.process().once('exit', resolve));
    // The window may be gone before the click is over.
    await window
      .getByRole('button', { name: 'Quit Deskfob' })
      .click()
      .catch(() => {});
    await ended;
  });
});
