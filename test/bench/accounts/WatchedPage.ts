import type { ElectronApplication, Page } from 'playwright-core';
import { appEnv } from '../../harness/appEnv.ts';
import { launchApp } from '../../harness/launchApp.ts';

export interface WatchedPlan {
  readonly main: string;
  readonly profile: string;
  /** Of its desktop session. */
  readonly env: Readonly<Record<string, string>>;
}

/** The main window of an app, for Playwright to type into and to look at. */
export class WatchedPage {
  readonly page: Page;
  readonly #electron: ElectronApplication;

  private constructor(electron: ElectronApplication, page: Page) {
    this.#electron = electron;
    this.page = page;
  }

  static async open({ main, profile, env }: WatchedPlan): Promise<WatchedPage> {
    const electron = await launchApp({ mainScript: main, userDataDir: profile, env: { ...env, ...appEnv } });
    return new WatchedPage(electron, await electron.firstWindow());
  }

  async close(): Promise<void> {
    await this.#electron.close();
  }
}
