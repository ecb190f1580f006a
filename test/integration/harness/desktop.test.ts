import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../../harness/control.ts';
import { png } from '../../harness/qrPictures.ts';
import { startFixture, until } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

describe('windows and the desktop around them', () => {
  let fixture: FixtureApp;
  let folder: string;
  beforeAll(async () => {
    // Notifications go to the record alone here; desktopBus.test.ts has a session bus.
    folder = await mkdtemp(join(tmpdir(), 'deskfob-desktop-'));
    const onScreen = join(folder, 'screen.png');
    await writeFile(onScreen, png({ width: 40, height: 30, pixels: new Uint8Array(1200) }));
    fixture = await startFixture({ DBUS_SESSION_BUS_ADDRESS: '', DESKFOB_FAKE_SCREENS: onScreen });
  });
  afterAll(async () => {
    await fixture.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the window only after its first load, in the size asked for', async () => {
    const names = (await fixture.log()).filter(([name]) => ['ready-to-show', 'show', 'loaded'].includes(name));
    expect(names).toEqual([['ready-to-show', false], ['show', true], ['loaded']]);
    expect(await fixture.page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([640, 480]);
    await until(async () => (await control(fixture.app, 'windows'))[0]?.title === 'Fixture page', 'the title');
  });

  it('finds the window of a Playwright page', async () => {
    const handle = await fixture.app.browserWindow(fixture.page);
    expect(await handle.evaluate((window) => window.getBounds().width)).toBe(640);
    await handle.evaluate((window) => window.setSize(500, 400));
    await fixture.page.waitForFunction(() => window.innerWidth === 500);
    await handle.evaluate((window) => window.setSize(640, 480));
  });

  it('keeps record of hiding and showing', async () => {
    const handle = await fixture.app.browserWindow(fixture.page);
    await handle.evaluate((window) => window.hide());
    expect((await control(fixture.app, 'windows'))[0]).toMatchObject({ visible: false, focused: false });
    await handle.evaluate((window) => window.showInactive());
    expect((await control(fixture.app, 'windows'))[0]).toMatchObject({ visible: true, focused: false });
    await handle.evaluate((window) => window.show());
    expect((await control(fixture.app, 'windows'))[0]).toMatchObject({ visible: true, focused: true });
  });

  it("lets themeSource and the desktop's theme change the page's colours", async () => {
    const background = () => fixture.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const white = 'rgb(255, 255, 255)';
    const black = 'rgb(10, 10, 10)';
    expect(await background()).toBe(white);
    const setSource = (source: 'dark' | 'system') =>
      fixture.app.evaluate(({ nativeTheme }, wanted) => {
        nativeTheme.themeSource = wanted;
        return nativeTheme.shouldUseDarkColors;
      }, source);
    expect(await setSource('dark')).toBe(true);
    await until(async () => (await background()) === black, 'dark');
    await fixture.page.reload();
    expect(await background()).toBe(black);
    expect(await setSource('system')).toBe(false);
    await until(async () => (await background()) === white, 'light');
    await control(fixture.app, 'setSystemTheme', { dark: true, highContrast: true });
    await until(async () => (await background()) === black, 'dark by the desktop');
    expect(await fixture.page.evaluate(() => matchMedia('(prefers-contrast: more)').matches)).toBe(true);
    await control(fixture.app, 'setSystemTheme', { dark: false, highContrast: false });
  });

  it('records a notification and lets a test click it', async () => {
    const { app } = fixture;
    await app.evaluate(() => (globalThis as unknown as { notify(): void }).notify());
    await until(async () => (await fixture.log()).some(([name]) => name === 'notification-show'), 'the notification');
    const [shown] = await control(app, 'notifications');
    expect(shown).toMatchObject({ title: 'Sign-in request', body: 'VPN', isOpen: true, onBus: false });
    await control(app, 'clickNotification', shown?.id ?? '');
    expect(await fixture.log()).toContainEqual(['notification-click']);
    await control(app, 'dismissNotification', shown?.id ?? '');
    expect((await control(app, 'notifications'))[0]?.isOpen).toBe(false);
  });

  it('reads the tray and clicks its items', async () => {
    const { app } = fixture;
    const tray = await control(app, 'tray');
    expect(tray?.toolTip).toBe('Fixture');
    expect(tray?.menu.map(({ label, type, enabled }) => ({ label, type, enabled }))).toEqual([
      { label: 'Open', type: 'normal', enabled: true },
      { label: '', type: 'separator', enabled: true },
      { label: 'Quit', type: 'normal', enabled: false },
    ]);
    await control(app, 'clickTrayItem', 'Open');
    expect(await fixture.log()).toContainEqual(['tray-open']);
    await expect(control(app, 'clickTrayItem', 'Quit')).rejects.toThrow('disabled');
  });

  it('keeps the clipboard asynchronous, as Electron has it', async () => {
    const text = await fixture.app.evaluate(async ({ clipboard }) => {
      await clipboard.writeText('123 456');
      return await clipboard.readText();
    });
    expect(text).toBe('123 456');
    expect(await control(fixture.app, 'clipboardText')).toBe('123 456');
  });

  it('captures what a test puts on the displays, and records which windows were in the way', async () => {
    const { app } = fixture;
    const capture = async (width: number) =>
      await app.evaluate(async ({ desktopCapturer }, wanted) => {
        const sources = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width: wanted, height: wanted } });
        return sources.map(({ name, display_id, thumbnail }) => ({ name, display_id, ...thumbnail.getSize(), empty: thumbnail.isEmpty() }));
      }, width);
    expect(await capture(1920)).toEqual([{ name: 'Screen 1', display_id: '1', width: 40, height: 30, empty: false }]);
    expect(await capture(0)).toMatchObject([{ empty: true }]);
    expect(await control(app, 'screenCaptures')).toEqual([
      { types: ['screen'], size: { width: 1920, height: 1920 }, visibleWindows: ['app://fixture/index.html'] },
      { types: ['screen'], size: { width: 0, height: 0 }, visibleWindows: ['app://fixture/index.html'] },
    ]);
  });

  it('reports power events to their listeners', async () => {
    await fixture.app.evaluate(({ powerMonitor }) => {
      powerMonitor.on('lock-screen', () => (globalThis as unknown as { log: unknown[] }).log.push(['locked']));
    });
    await control(fixture.app, 'emitPower', 'lock-screen');
    expect(await fixture.log()).toContainEqual(['locked']);
  });

  it('stands windows that close at any moment of their opening', async () => {
    const outcomes = await fixture.app.evaluate(async ({ BrowserWindow }) => {
      const results: string[] = [];
      const seen = (error: unknown): void => void results.push((error as Error).message.slice(0, 10));
      for (const wait of [0, 1, 5, 20, 60, 120, 250]) {
        const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } });
        // The first promise is nobody's: a rejection must not end the process.
        void window.loadURL('app://fixture/index.html');
        await new Promise((done) => setTimeout(done, wait));
        const { webContents } = window;
        window.destroy();
        results.push(String(webContents.isDestroyed()));
        try {
          webContents.send('late');
        } catch (error) {
          seen(error);
        }
      }
      return results;
    });
    expect(outcomes).toEqual(Array.from({ length: 7 }, () => ['true', 'Object has']).flat());
    await until(() => fixture.app.windows().length === 1, 'their pages to go');
    expect(await control(fixture.app, 'windows')).toHaveLength(1);
  });

  it('lets a close be prevented, as an app does that stays in its tray', async () => {
    const { app, page } = fixture;
    const handle = await app.browserWindow(page);
    await handle.evaluate((window) => {
      window.once('close', (event: { preventDefault(): void }) => {
        event.preventDefault();
        window.hide();
      });
      window.close();
    });
    expect((await control(app, 'windows'))[0]).toMatchObject({ visible: false });
    await handle.evaluate((window) => window.show());
    expect(await page.locator('#state').textContent()).toBe('ready');
  });

  it('lets a page clock be installed and a window be closed', async () => {
    await fixture.page.clock.install({ time: new Date('2030-01-01T00:00:00Z') });
    await fixture.page.reload();
    expect(await fixture.page.evaluate(() => new Date().getUTCFullYear())).toBe(2030);
    await fixture.page.close();
    await until(async () => (await fixture.log()).some(([name]) => name === 'window-all-closed'), 'window-all-closed');
    expect((await fixture.log()).slice(-2)).toEqual([['closed', false], ['window-all-closed']]);
  });
});
