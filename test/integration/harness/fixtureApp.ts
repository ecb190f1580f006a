// Starts the harness's own small app, in a folder that the test throws away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchApp } from '../../harness/launchApp.ts';

export const fixtureMain = resolve(import.meta.dirname, '../../harness/fixture/main.mjs');

export type LogEntry = [name: string, ...details: unknown[]];

export interface FixtureApp {
  app: ElectronApplication;
  page: Page;
  userDataDir: string;
  log(): Promise<LogEntry[]>;
  stop(): Promise<void>;
}

/** The stand-in is what these tests are about, whatever else is installed. */
const forced = { DESKFOB_STAND_IN: '1', DESKFOB_HEADLESS: '1' };

export async function startFixture(env: Record<string, string> = {}): Promise<FixtureApp> {
  process.env['DESKFOB_STAND_IN'] = '1';
  const userDataDir = mkdtempSync(join(tmpdir(), 'deskfob-harness-'));
  const app = await launchApp({ mainScript: fixtureMain, userDataDir, env: { ...forced, ...env } });
  const page = await app.firstWindow();
  await page.locator('#state:text("ready")').waitFor();
  return {
    app,
    page,
    userDataDir,
    log: () => app.evaluate(() => (globalThis as unknown as { log: LogEntry[] }).log),
    async stop() {
      await app.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** Waits until `probe` answers something that is neither undefined nor false. */
export async function until<T>(probe: () => Promise<T> | T, what: string): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}
