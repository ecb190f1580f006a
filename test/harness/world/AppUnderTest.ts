import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright-core';
import { appEnv } from '../appEnv.ts';
import { launchApp } from '../launchApp.ts';

export const MAIN_SCRIPT = join(import.meta.dirname, '../../../out/main/index.js');
/** Shorter than a test may take, so that a window that never comes is told from a test that hangs. */
const PATIENCE_MS = 60_000;

/** What the pages' own origin is called in the stand-in's browser. */
const STAND_IN_ORIGIN = 'https://deskfob.app.internal/';

/** The built app with its own profile, driven as a person would. */
export class AppUnderTest {
  readonly electron: ElectronApplication;

  private constructor(electron: ElectronApplication) {
    this.electron = electron;
  }

  static async launch(profile: string, env: Record<string, string>, args: string[] = []): Promise<AppUnderTest> {
    const electron = await launchApp({
      mainScript: MAIN_SCRIPT,
      userDataDir: profile,
      env: { ...env, ...appEnv },
      args,
    });
    return new AppUnderTest(electron);
  }

  /** Once it shows something: its document alone is there before main answers what a page asks. */
  async mainWindow(): Promise<Page> {
    for (;;) {
      const page = await this.#window('index.html');
      try {
        await page.locator('#root > *').first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
        return page;
      } catch (error) {
        // One that was about to close is not the one that is meant.
        if (!page.isClosed()) throw error;
      }
    }
  }

  /** The one that is seen; another one may wait for the next request. */
  async approvalWindow(): Promise<Page> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const shownSince = await this.#shownSince();
      for (const page of shownSince === undefined ? [] : this.#pages('approval.html')) {
        if ((await page.evaluate(() => performance.timeOrigin).catch(() => undefined)) === shownSince) return page;
      }
      if (Date.now() > end) throw new Error('waited in vain for the approval window');
      await sleep(50);
    }
  }

  async hasApprovalWindow(): Promise<boolean> {
    return (await this.#shownSince()) !== undefined;
  }

  async quit(): Promise<void> {
    await this.electron.close();
  }

  /** When the page of the visible approval window began: that tells it from others. */
  async #shownSince(): Promise<number | undefined> {
    return await this.electron.evaluate(async ({ BrowserWindow }) => {
      const isShown = (one: Electron.BrowserWindow) => one.isVisible() && one.webContents.getURL() === 'app://deskfob/approval.html';
      const since: unknown = await BrowserWindow.getAllWindows()
        .find(isShown)
        ?.webContents.executeJavaScript('performance.timeOrigin')
        // Just closed.
        .catch(() => undefined);
      return typeof since === 'number' ? since : undefined;
    });
  }

  #pages(name: string): Page[] {
    return this.electron
      .windows()
      .filter((page) => !page.isClosed() && page.url().replace(STAND_IN_ORIGIN, 'app://deskfob/') === `app://deskfob/${name}`);
  }

  async #window(name: string): Promise<Page> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const [page] = this.#pages(name);
      if (page !== undefined) return page;
      if (Date.now() > end) {
        const there = this.electron.windows().map((window) => window.url());
        throw new Error(`waited in vain for ${name}; there are: ${there.join(', ')}`);
      }
      await sleep(50);
    }
  }
}
