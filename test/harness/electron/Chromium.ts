// Finds, starts and ends the browser that shows the windows.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './CdpConnection.ts';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const asked = env['DESKFOB_CHROMIUM'];
  const found = asked === undefined || asked === '' ? places.find((place) => existsSync(place)) : asked;
  if (found === undefined || !existsSync(found)) {
    throw new Error('No Chromium found. Install one (Debian: apt-get install chromium) or name it in DESKFOB_CHROMIUM.');
  }
  return found;
}

/** Windows are shown when there is a display and DESKFOB_HEADLESS does not forbid it. */
export function isHeadless(env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['DESKFOB_HEADLESS'] === '1') return true;
  if (process.platform !== 'linux') return false;
  return !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
}

/** What the camera of this computer sees, for tests. Whether a page may use it is still the app's decision. */
function fakeCamera(film: string | undefined): string[] {
  return film === undefined ? [] : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
}

function flags(profile: string, debuggingPort: string | undefined, userAgentLanguage: string): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    ...(isHeadless() ? ['--headless=new', '--hide-scrollbars'] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
    `--lang=${userAgentLanguage}`,
    ...fakeCamera(process.env['DESKFOB_FAKE_CAMERA']),
    '--no-startup-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-back-forward-cache',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-breakpad',
    '--disable-popup-blocking',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-ipc-flooding-protection',
    '--disable-search-engine-choice-screen',
    '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades,PaintHolding,WebUIOmniboxPopup,WebUIOmniboxAimPopup',
    '--password-store=basic',
    '--use-mock-keychain',
    '--force-color-profile=srgb',
    ...(process.env['DESKFOB_CHROMIUM_ARGS'] ?? '').split(/\s+/).filter((flag) => flag !== ''),
  ];
}

export interface ChromiumOptions {
  /** The app's userData folder; the profile is a folder of its own in it, thrown away at the end. */
  userData: string;
  /** Opens the WebSocket endpoint that Playwright connects to; without it Chromium listens nowhere. */
  debuggingPort: string | undefined;
  language: string;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A folder per process: a browser that is still dying after a SIGKILL must not be in the next one's way. */
function freshProfile(userData: string): string {
  const parent = join(userData, 'stand-in-chromium');
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (!isAlive(Number(name))) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 2 });
  }
  return join(parent, String(process.pid));
}

export class Chromium {
  readonly connection: CdpConnection;
  readonly #process: ChildProcess;
  readonly #profile: string;

  constructor(child: ChildProcess, profile: string) {
    this.#process = child;
    this.#profile = profile;
    this.connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  }

  static start(options: ChromiumOptions): Chromium {
    const profile = freshProfile(options.userData);
    const child = spawn(findChromium(), flags(profile, options.debuggingPort, options.language), {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // Unseen, it has no business on the desktop's bus, where it would start accessibility services.
      env: isHeadless() ? { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', NO_AT_BRIDGE: '1' } : process.env,
    });
    const verbose = process.env['DESKFOB_HARNESS_VERBOSE'] === '1';
    let line = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (verbose) process.stderr.write(chunk);
      line = (line + chunk.toString()).slice(-4096);
      // Playwright waits for this very line on the app's own stderr.
      const match = /^DevTools listening on ws:\/\/\S+$/m.exec(line);
      if (match !== null && line.includes('\n', match.index)) {
        if (!verbose) process.stderr.write(`${match[0]}\n`);
        line = '';
      }
    });
    const chromium = new Chromium(child, profile);
    process.on('exit', () => chromium.kill());
    return chromium;
  }

  /** Opens one more window of the running browser, without tabs or address bar (there is a display). */
  openAppWindow(url: string, bounds: { width: number; height: number }): void {
    const child = spawn(
      findChromium(),
      [
        `--user-data-dir=${this.#profile}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        `--window-size=${bounds.width},${bounds.height}`,
        `--app=${url}`,
      ],
      { stdio: 'ignore' },
    );
    child.on('error', () => undefined);
  }

  onExit(listener: () => void): void {
    this.#process.once('exit', listener);
    this.#process.once('error', listener);
  }

  kill(): void {
    this.#process.kill('SIGKILL');
    try {
      rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
    } catch {
      // Its helpers may still be writing; the next start removes what is left.
    }
  }
}
