import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchApp } from '../../harness/launchApp.ts';

const mainScript = join(import.meta.dirname, '../../../out/main/index.js');

/** The built app with its own profile, driven as a person would. */
export class AppUnderTest {
  readonly electron: ElectronApplication;

  private constructor(electron: ElectronApplication) {
    this.electron = electron;
  }

  static async launch(profile: string, env: Record<string, string>, args: string[] = []): Promise<AppUnderTest> {
    const electron = await launchApp({
      mainScript,
      userDataDir: profile,
      env: { ...env, DESKFOB_DEVELOPMENT: '1', DESKFOB_HEADLESS: '1', LANG: 'en_GB.UTF-8' },
      args,
    });
    return new AppUnderTest(electron);
  }

  async mainWindow(): Promise<Page> {
    return await this.#window('index.html');
  }

  async approvalWindow(): Promise<Page> {
    return await this.#window('approval.html');
  }

  hasApprovalWindow(): boolean {
    return this.#find('approval.html') !== undefined;
  }

  async quit(): Promise<void> {
    await this.electron.close();
  }

  #find(name: string): Page | undefined {
    return this.electron.windows().find((page) => !page.isClosed() && page.url().endsWith(name));
  }

  async #window(name: string): Promise<Page> {
    for (;;) {
      const page = this.#find(name);
      if (page !== undefined) return page;
      await sleep(50);
    }
  }
}
