import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { ActivityQuery } from '../../../src/bridge/activity.ts';
import type { DeskfobApi } from '../../../src/bridge/api.ts';
import type { ImportEntryView } from '../../../src/bridge/importing.ts';
import type { PairingLineView } from '../../../src/bridge/pairingList.ts';
import type { AppView, PasscodeViews } from '../../../src/bridge/views.ts';
import { findChromium } from '../../harness/electron/Chromium.ts';
import { importEntries, pairingLines, type ShownScreens } from './views.ts';

const HOST = 'https://deskfob.internal';
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; worker-src 'self'";
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const RENDERER = resolve(import.meta.dirname, '../../../src/renderer');

export interface Asked {
  function: keyof DeskfobApi;
  argument: unknown;
}

/** What the bridge of the page under test holds; it stands where preload and main would be. */
interface Bridge {
  view: AppView;
  asked: Asked[];
  answers: Record<string, unknown>;
  push(view: AppView): void;
  pushPasscodes(passcodes: PasscodeViews): void;
}

/** The pages as they are built for the product, in a real Chromium, behind the product's content policy; only the bridge is ours. */
export class RendererPages {
  readonly #browser: Browser;
  /** The built pages. */
  readonly folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.folder = folder;
  }

  static async start(): Promise<RendererPages> {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-renderer-'));
    // The test runner's own mode would build React's development half in.
    process.env['NODE_ENV'] = 'production';
    await build({
      configFile: false,
      root: RENDERER,
      plugins: [react()],
      logLevel: 'error',
      base: './',
      build: {
        minify: true,
        assetsInlineLimit: 0,
        outDir: folder,
        emptyOutDir: true,
        rollupOptions: { input: { main: join(RENDERER, 'index.html'), approval: join(RENDERER, 'approval.html') } },
      },
    });
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
    return new RendererPages(browser, folder);
  }

  /** Opens `index.html` or `approval.html` with a first view. Whatever the page complains of is in `complaints`. */
  async open(name: 'index' | 'approval', view: AppView, options: BrowserContextOptions = {}): Promise<RendererPage> {
    const viewport = name === 'index' ? { width: 400, height: 640 } : { width: 416, height: 584 };
    const context = await this.#browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
    // Nothing here waits on a network; what does not come soon does not come.
    context.setDefaultTimeout(8000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route(`${HOST}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      if (path === 'favicon.ico') return await route.fulfill({ status: 404 });
      const body = await readFile(join(this.folder, path));
      return await route.fulfill({
        body,
        contentType: TYPES[extname(path)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': POLICY },
      });
    });
    await page.addInitScript(installBridge, [view, importEntries, pairingLines] as const);
    await page.goto(`${HOST}/${name}.html`);
    await page.locator('#root > *').first().waitFor();
    return new RendererPage(page, complaints);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One open window. */
export class RendererPage {
  readonly page: Page;
  readonly complaints: string[];

  constructor(page: Page, complaints: string[]) {
    this.page = page;
    this.complaints = complaints;
  }

  /** Sends a new view, as main does. */
  /** Main tells new passcodes, and nothing else. */
  async pushPasscodes(passcodes: PasscodeViews): Promise<void> {
    await this.page.evaluate((next) => (window as unknown as { bridge: Bridge }).bridge.pushPasscodes(next), passcodes);
  }

  async push(view: AppView): Promise<void> {
    await this.page.evaluate((next) => (window as unknown as { bridge: Bridge }).bridge.push(next), view);
  }

  /** What the page has asked of main so far, without its asking for the first view. */
  async asked(): Promise<Asked[]> {
    return await this.page.evaluate(() => (window as unknown as { bridge: Bridge }).bridge.asked);
  }

  /** Lets a function answer this from now on. */
  async answer(name: keyof DeskfobApi, result: unknown): Promise<void> {
    await this.page.evaluate(([key, value]) => ((window as unknown as { bridge: Bridge }).bridge.answers[key as string] = value), [
      name,
      result,
    ] as const);
  }

  /** What main answers from now on when it is asked for the screens. */
  async showScreens(screens: ShownScreens): Promise<void> {
    await this.page.evaluate((shown) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const value = 'error' in shown ? [] : shown.map(({ name, png }) => ({ name, png: bytes(png) }));
      const answer = 'error' in shown ? { ok: false, error: shown.error } : { ok: true, value };
      (window as unknown as { bridge: Bridge }).bridge.answers['captureScreens'] = answer;
    }, screens);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Runs in the page before its scripts. */
function installBridge([view, entries, lines]: readonly [AppView, readonly ImportEntryView[], readonly PairingLineView[]]): void {
  const listeners = new Set<(view: AppView) => void>();
  const passcodeListeners = new Set<(passcodes: PasscodeViews) => void>();
  const answers: Record<string, unknown> = {
    copyPasscode: { ok: true, value: { clearedInMs: 30_000 } },
    countOldActivity: { ok: true, value: { count: 0 } },
    exportActivity: { ok: true, value: { written: undefined } },
    importEntries: { ok: true, value: entries },
    pairingLines: { ok: true, value: lines },
    savePairingLines: { ok: true, value: { written: lines.length } },
    removeAccounts: { ok: true, value: { left: [] } },
    codeOfOtp: { ok: true, value: { rows: ['0000', '0110', '0100', '0000'] } },
  };
  const bridge: Bridge = {
    view,
    asked: [],
    answers,
    push: (next) => {
      bridge.view = next;
      for (const listener of listeners) listener(next);
    },
    pushPasscodes: (passcodes) => {
      for (const listener of passcodeListeners) listener(passcodes);
    },
  };
  const ask = (name: keyof DeskfobApi) => async (argument?: unknown) => {
    bridge.asked.push({ function: name, argument });
    return await Promise.resolve(answers[name] ?? { ok: true, value: undefined });
  };
  const deskfob = {
    view: async () => await Promise.resolve({ ok: true, value: bridge.view }),
    onView: (listener: (view: AppView) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onPasscodes: (listener: (passcodes: PasscodeViews) => void) => {
      passcodeListeners.add(listener);
      return () => passcodeListeners.delete(listener);
    },
    openPairingLink: ask('openPairingLink'),
    openPairingName: ask('openPairingName'),
    confirmPairing: ask('confirmPairing'),
    cancelPairing: ask('cancelPairing'),
    openPairingList: ask('openPairingList'),
    pairingLines: ask('pairingLines'),
    confirmPairingList: ask('confirmPairingList'),
    stopPairingList: ask('stopPairingList'),
    savePairingLines: ask('savePairingLines'),
    closePairingList: ask('closePairingList'),
    requestDisplayed: ask('requestDisplayed'),
    decideRequest: ask('decideRequest'),
    showRequest: ask('showRequest'),
    removeAccount: ask('removeAccount'),
    // Answers from the view's lines, as main would with all of them; what is filtered is main's business.
    queryActivity: async (query: ActivityQuery) => {
      bridge.asked.push({ function: 'queryActivity', argument: query });
      await Promise.resolve();
      if (answers['queryActivity'] !== undefined) return answers['queryActivity'];
      const { activity, activityRevision: revision } = bridge.view;
      const lines = activity.slice(query.offset, query.offset + query.limit);
      const organisations = [...new Set(activity.map(({ organisation }) => organisation))];
      return { ok: true, value: { lines, found: activity.length, kept: activity.length, organisations, revision } };
    },
    captureScreens: ask('captureScreens'),
    picturePasted: ask('picturePasted'),
    importTexts: ask('importTexts'),
    importFile: ask('importFile'),
    chooseImport: ask('chooseImport'),
    openImport: ask('openImport'),
    importEntries: ask('importEntries'),
    confirmImport: ask('confirmImport'),
    cancelImport: ask('cancelImport'),
    countOtp: ask('countOtp'),
    editOtp: ask('editOtp'),
    removeOtp: ask('removeOtp'),
    exportOtp: ask('exportOtp'),
    codeOfOtp: ask('codeOfOtp'),
    undoRemoval: ask('undoRemoval'),
    countOldActivity: ask('countOldActivity'),
    exportActivity: ask('exportActivity'),
    pinAccount: ask('pinAccount'),
    editAccount: ask('editAccount'),
    moveAccounts: ask('moveAccounts'),
    groupAccounts: ask('groupAccounts'),
    removeAccounts: ask('removeAccounts'),
    muteAccount: ask('muteAccount'),
    endMute: ask('endMute'),
    declineMute: ask('declineMute'),
    copyPasscode: ask('copyPasscode'),
    changeSettings: ask('changeSettings'),
    quit: ask('quit'),
    changeProtection: ask('changeProtection'),
    setPin: ask('setPin'),
    removePin: ask('removePin'),
    lock: ask('lock'),
    unlock: ask('unlock'),
    forgotPin: ask('forgotPin'),
    allowCapture: ask('allowCapture'),
    retryVault: ask('retryVault'),
    startOver: ask('startOver'),
  };
  Object.assign(window, { deskfob, bridge });
}
