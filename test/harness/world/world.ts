import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { appEnv } from '../appEnv.ts';
import { type DesktopSession, startDesktopSession } from '../desktopSession.ts';
import { findChromium } from '../electron/Chromium.ts';
import { NotificationDaemon } from '../NotificationDaemon.ts';
import { AppUnderTest, MAIN_SCRIPT } from './AppUnderTest.ts';
import { Organisation } from './Organisation.ts';
import { Process } from './Process.ts';

/** Everything around one test file: a desktop session with a real keyring, an organisation, and a browser. */
export class World {
  readonly session: DesktopSession;
  readonly organisation: Organisation;
  /** What the desktop shows of notifications. */
  readonly notifications: NotificationDaemon;
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #apps: AppUnderTest[] = [];

  private constructor(
    folder: string,
    session: DesktopSession,
    notifications: NotificationDaemon,
    organisation: Organisation,
    browser: Browser,
  ) {
    this.#folder = folder;
    this.session = session;
    this.notifications = notifications;
    this.organisation = organisation;
    this.#browser = browser;
  }

  static async start(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-e2e-'));
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    const session = await startDesktopSession({ folder: join(folder, 'session') });
    const notifications = await NotificationDaemon.start(session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    const organisation = await Organisation.start(folder, browser);
    return new World(folder, session, notifications, organisation, browser);
  }

  profile(name: string): string {
    return join(this.#folder, name);
  }

  /** Starts the app on a profile of that name; the same name later finds the same accounts. */
  async launch(name: string, ...args: string[]): Promise<AppUnderTest> {
    return await this.launchWith(name, {}, args);
  }

  /** @param env of a computer that has something more, such as a camera */
  async launchWith(name: string, env: Record<string, string>, args: string[] = []): Promise<AppUnderTest> {
    const app = await AppUnderTest.launch(this.profile(name), { ...this.session.env, ...env }, args);
    this.#apps.push(app);
    return app;
  }

  /** Starts the app as a desktop does, with nobody at its debugging ports: it opens none. */
  start(name: string, ...args: string[]): Process {
    const launch = join(import.meta.dirname, '../electron/launch.mjs');
    const env = { ...this.session.env, ...appEnv };
    return new Process([launch, MAIN_SCRIPT, `--user-data-dir=${this.profile(name)}`, ...args], env);
  }

  async stop(): Promise<void> {
    for (const app of this.#apps) await app.quit();
    await this.organisation.stop();
    await this.#browser.close();
    await this.notifications.stop();
    await this.session.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The world of a test file, started before its first test and stopped after its last. */
export function useWorld(): { readonly current: World } {
  let world: World | undefined;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(async () => await world?.stop());
  return {
    get current() {
      if (world === undefined) throw new Error('The world is made before the first test.');
      return world;
    },
  };
}
