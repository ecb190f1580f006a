import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../../harness/control.ts';
import { startFixture, until } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

type Probed = Window & typeof globalThis & { evalResult: string; violations?: string[] };

describe('what a page may not do', () => {
  let fixture: FixtureApp;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    await fixture.stop();
  });

  it("is held to the policy of the app's own response", async () => {
    await fixture.page.waitForFunction(() => ((window as Probed).violations ?? []).length >= 2);
    const seen = await fixture.page.evaluate(() => ({ result: (window as Probed).evalResult, violations: (window as Probed).violations }));
    expect(seen.result).toBe('EvalError');
    expect(seen.violations).toEqual(expect.arrayContaining(['script-src', 'img-src']));
  });

  it('opens no window by window.open or target=_blank, and the handler is asked', async () => {
    const { app, page } = fixture;
    expect(await page.evaluate(() => window.open('https://example.invalid/popup'))).toBeNull();
    await page.locator('#blank').click();
    await until(async () => (await control(app, 'windowOpens')).length === 2, 'both attempts');
    expect(await control(app, 'windowOpens')).toEqual([
      { url: 'https://example.invalid/popup', action: 'deny' },
      { url: 'https://example.invalid/blank', action: 'deny' },
    ]);
    await until(() => app.windows().length === 1, 'one window alone');
    expect(await control(app, 'windows')).toHaveLength(1);
  });

  it('cannot navigate away or be redirected', async () => {
    const { app, page } = fixture;
    await page.evaluate(() => {
      window.location.href = 'https://example.invalid/script';
    });
    await page.locator('#away').click();
    const navigations = async () => (await fixture.log()).filter(([name]) => name === 'will-navigate').map(([, url]) => url);
    await until(async () => (await navigations()).length >= 2, 'both navigations');
    expect(await navigations()).toEqual(['https://example.invalid/script', 'https://example.invalid/away']);
    expect(page.url()).toBe('https://fixture.app.internal/index.html');
    await app.evaluate(() => {
      const { win } = globalThis as unknown as { win: { loadURL(url: string): Promise<void> } };
      return win.loadURL('app://fixture/elsewhere').catch(() => undefined);
    });
    expect(await fixture.log()).toContainEqual(['will-redirect', 'https://example.invalid/']);
    expect(await page.locator('#state').textContent()).toBe('ready');
  });

  it("cannot go to another of the app's own pages unasked either", async () => {
    const { page } = fixture;
    await page.evaluate(() => {
      window.location.href = 'index.html?own';
    });
    await until(async () => (await fixture.log()).some(([, url]) => url === 'app://fixture/index.html?own'), 'will-navigate');
    expect(await fixture.log()).toContainEqual(['will-navigate', 'app://fixture/index.html?own']);
    expect(await page.evaluate(() => window.location.search)).toBe('');
  });

  it("does not take a test's own reload or goto for the page's navigation", async () => {
    const before = (await fixture.log()).filter(([name]) => name === 'will-navigate').length;
    await fixture.page.reload();
    await fixture.page.goto('https://fixture.app.internal/index.html?again');
    expect((await fixture.log()).filter(([name]) => name === 'will-navigate')).toHaveLength(before);
    expect((await control(fixture.app, 'windows'))[0]?.url).toBe('app://fixture/index.html?again');
  });

  it('gets the camera only where the permission handler says so', async () => {
    const camera = () =>
      fixture.page.evaluate(() =>
        navigator.mediaDevices.getUserMedia({ video: true }).then(
          (stream) => {
            for (const track of stream.getTracks()) track.stop();
            return 'granted';
          },
          (error: unknown) => (error as Error).name,
        ),
      );
    expect(await camera()).toBe('NotAllowedError');
    await fixture.page.goto('https://fixture.app.internal/camera.html');
    // Without a device the grant shows as "no camera" rather than "not allowed".
    expect(['granted', 'NotFoundError']).toContain(await camera());
    const [window] = await control(fixture.app, 'windows');
    expect(await control(fixture.app, 'permission', window?.id ?? 0, 'geolocation')).toEqual({ request: false, check: false });
  });
});

describe('what the app may not ask of the stand-in', () => {
  let fixture: FixtureApp;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    await fixture.stop();
  });

  it('refuses a window with unsafe webPreferences', async () => {
    const messages = await fixture.app.evaluate(({ BrowserWindow }) => {
      const safe = { sandbox: true, contextIsolation: true };
      const unsafe: object[] = [
        {},
        { ...safe, sandbox: false },
        { ...safe, contextIsolation: false },
        { ...safe, nodeIntegration: true },
        { ...safe, webSecurity: false },
        { ...safe, preload: 'preload.cjs' },
      ];
      return unsafe.map((webPreferences) => {
        try {
          new BrowserWindow({ webPreferences }).destroy();
          return 'opened';
        } catch (error) {
          return (error as Error).message.replace('Unsafe webPreferences: ', '');
        }
      });
    });
    expect(messages).toEqual([
      'sandbox must be true; contextIsolation must be true',
      'sandbox must be true',
      'contextIsolation must be true',
      'nodeIntegration must be false',
      'webSecurity must not be false',
      'preload must be an absolute path',
    ]);
  });

  it('throws by name on anything of Electron that it does not have', async () => {
    const messages = await fixture.app.evaluate((electron) => {
      const { win } = globalThis as unknown as { win: Electron.BrowserWindow };
      const tries: (() => unknown)[] = [
        () => electron.app.getGPUInfo('basic'),
        () => win.setKiosk(true),
        () => win.webContents.printToPDF({}),
        () => electron.safeStorage.isEncryptionAvailable(),
        () => new electron.MessageChannelMain(),
        () => electron.clipboard.selection,
        () => electron.BrowserWindow.prototype.setKiosk,
        () => electron.session.fromPartition('x'),
      ];
      return tries.map((attempt) => {
        try {
          attempt();
          return 'nothing thrown';
        } catch (error) {
          return /does not have (\S+?(?: \S+)?)\. Implement/.exec((error as Error).message)?.[1];
        }
      });
    });
    expect(messages).toEqual([
      'App.getGPUInfo',
      'BrowserWindow.setKiosk',
      'WebContents.printToPDF',
      'safeStorage.isEncryptionAvailable',
      'new MessageChannelMain()',
      'clipboard.selection',
      'BrowserWindow.setKiosk',
      'session.fromPartition',
    ]);
  });

  it('is one instance for import, default import and require', async () => {
    const same = await fixture.app.evaluate((electron) => {
      const { requireElectron, win } = globalThis as unknown as { requireElectron(): typeof Electron; win: object };
      return [requireElectron().app === electron.app, win instanceof requireElectron().BrowserWindow];
    });
    expect(same).toEqual([true, true]);
  });
});
