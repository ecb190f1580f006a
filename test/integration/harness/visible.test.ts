// With a display the stand-in opens windows for a person. Chromium's own headless platform takes the display's place
// here, so the same code runs on a machine without one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../../harness/control.ts';
import { startFixture, until } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

describe('windows on a display', () => {
  let fixture: FixtureApp;
  beforeAll(async () => {
    fixture = await startFixture({
      DESKFOB_HEADLESS: '0',
      DISPLAY: ':deskfob',
      DESKFOB_CHROMIUM_ARGS: '--ozone-platform=headless',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    });
  });
  afterAll(async () => {
    await fixture.stop();
  });

  it('gives the page the size that the app asked for, without tabs', async () => {
    await fixture.page.waitForFunction(() => window.innerWidth === 640 && window.innerHeight === 480);
    expect(await fixture.page.evaluate(() => window.outerHeight)).toBeLessThan(580);
  });

  it('keeps the window that a person closes when the app prevents it', async () => {
    const { app, page } = fixture;
    await app.evaluate(() => {
      const { win } = globalThis as unknown as { win: Electron.BrowserWindow };
      win.once('close', (event) => {
        event.preventDefault();
        win.hide();
      });
    });
    const debug = await page.context().newCDPSession(page);
    await debug.send('Page.close').catch(() => undefined);
    await until(async () => (await control(app, 'windows'))[0]?.visible === false, 'the close to arrive');
    await app.evaluate(() => (globalThis as unknown as { win: Electron.BrowserWindow }).win.show());
    const again = await until(() => app.windows().find((candidate) => candidate !== page) ?? false, 'the window anew');
    await again.locator('#state:text("ready")').waitFor();
    expect(await control(app, 'windows')).toMatchObject([{ visible: true, url: 'app://fixture/index.html' }]);
  });
});
