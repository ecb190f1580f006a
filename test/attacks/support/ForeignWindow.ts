import type { ElectronApplication, Page } from 'playwright-core';
import { vi } from 'vitest';

/** A window in the app that shows a page of somebody else's, with the bridge's preload in it. */
export class ForeignWindow {
  readonly page: Page;
  readonly #electron: ElectronApplication;
  readonly #id: number;

  private constructor(electron: ElectronApplication, id: number, page: Page) {
    this.#electron = electron;
    this.#id = id;
    this.page = page;
  }

  /** Nothing is left behind when this fails. */
  static async open(electron: ElectronApplication, preload: string, url: string): Promise<ForeignWindow> {
    const id = await electron.evaluate(
      async ({ BrowserWindow }, made) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload: made.preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
        });
        // A page that does not answer well is a page all the same.
        await window.loadURL(made.url).catch(() => undefined);
        return window.id;
      },
      { preload, url },
    );
    try {
      // Pop-ups that were refused come and go beside it, so the first page that appears need not be this one.
      const page = await vi.waitUntil(async () => await pageOf(electron, id), { timeout: 30_000 });
      await page.waitForFunction(() => location.href !== 'about:blank' && 'deskfob' in window);
      return new ForeignWindow(electron, id, page);
    } catch (error) {
      await destroy(electron, id);
      throw error;
    }
  }

  async close(): Promise<void> {
    await destroy(this.#electron, this.#id);
  }
}

async function pageOf(electron: ElectronApplication, id: number): Promise<Page | undefined> {
  for (const page of electron.windows()) {
    const handle = await electron.browserWindow(page).catch(() => undefined);
    if ((await handle?.evaluate((window) => window.id).catch(() => undefined)) === id) return page;
  }
  return undefined;
}

async function destroy(electron: ElectronApplication, id: number): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, gone) => BrowserWindow.fromId(gone)?.destroy(), id);
}
