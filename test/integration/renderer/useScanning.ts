import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { AppView } from '../../../src/bridge/views.ts';
import { findChromium } from '../../harness/electron/Chromium.ts';
import { type Grey, picture, png, y4m } from '../../harness/qrPictures.ts';
import { RendererPages } from './RendererPages.ts';
import { appView } from './views.ts';

const HOST = 'https://deskfob.internal';
export const LINK = 'deskfob://pair?issuer=https%3A%2F%2Fverify.acme.example&key=K7QF9M2X4T8WK7QF9M2X4T8W12';
/** A code of no account. */
export const OTHER = 'https://www.example.org/something-else';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface Held {
  asked: { function: string; argument: unknown }[];
  answers: Record<string, unknown>;
  streams: MediaStream[];
  constraints: MediaStreamConstraints[];
  push(view: AppView): void;
}
declare const held: Held;

/** Runs in the page before its scripts: the bridge, and a note of every stream that the camera gives. */
function install(view: AppView): void {
  const listeners = new Set<(view: AppView) => void>();
  const notes: Held = {
    asked: [],
    answers: {},
    streams: [],
    constraints: [],
    push: (next) => listeners.forEach((listener) => listener(next)),
  };
  const known: Record<string, unknown> = {
    view: () => Promise.resolve({ ok: true, value: view }),
    onView: (listener: (view: AppView) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onPasscodes: () => () => {},
  };
  const deskfob = new Proxy(known, {
    get: (target, name: string) =>
      target[name] ??
      ((argument?: unknown) => {
        notes.asked.push({ function: name, argument });
        return Promise.resolve(notes.answers[name] ?? { ok: true, value: undefined });
      }),
  });
  Object.assign(window, { deskfob, held: notes });
  const media = navigator.mediaDevices;
  const native = media.getUserMedia.bind(media);
  media.getUserMedia = async (constraints) => {
    notes.constraints.push(constraints ?? {});
    const stream = await native(constraints);
    notes.streams.push(stream);
    return stream;
  };
}

export interface Opened {
  page: Page;
  complaints: string[];
  asked(): Promise<Held['asked']>;
}

export interface Options {
  /** Whether the page may use it. */
  camera?: boolean;
  /** Runs in the page ahead of all else. */
  before?: () => void;
  platform?: AppView['app']['platform'];
  /** Runs with the page before it is loaded. */
  prepare?: (page: Page) => Promise<unknown>;
}

export interface Scanning {
  /** The main window with the dialog, behind the product's own policy. */
  open(options?: Options): Promise<Opened>;
  /** The same at one of the ways. */
  openWay(way: 'Camera' | 'Screen' | 'Image', options?: Options): Promise<Opened>;
  /** What axe finds. */
  findings(page: Page): Promise<string[]>;
  /** Drags files over the drop area and lets them fall, as the system does. */
  drop(page: Page, ...files: readonly Buffer[]): Promise<void>;
}

/** The dialog of the product in a real Chromium, for one file of tests. @param policy the content security policy of the pages */
export function useScanning(policy: string): Scanning {
  let pages: RendererPages;
  let browser: Browser;
  let folder: string;
  let axeSource: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-scanning-'));
    const film = join(folder, 'camera.y4m');
    await writeFile(film, y4m(picture([LINK], { dot: 8, width: 640, height: 480 })));
    [pages, axeSource] = await Promise.all([
      RendererPages.start(),
      readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    ]);
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
    });
  });
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await rm(folder, { recursive: true, force: true });
  });
  const opened: Page[] = [];
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.context().close();
  });

  const open = async ({ camera = true, before, platform = 'linux', prepare }: Options = {}): Promise<Opened> => {
    const context = await browser.newContext({ viewport: { width: 400, height: 640 }, reducedMotion: 'reduce' });
    await context.grantPermissions(camera ? ['camera'] : [], { origin: HOST });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    opened.push(page);
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route(`${HOST}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      if (path === 'favicon.ico') return await route.fulfill({ status: 404 });
      return await route.fulfill({
        body: await readFile(join(pages.folder, path)),
        contentType: TYPES[extname(path)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': policy },
      });
    });
    if (before !== undefined) await page.addInitScript(before);
    const view = appView();
    await page.addInitScript(install, { ...view, app: { ...view.app, platform } });
    await prepare?.(page);
    await page.goto(`${HOST}/index.html`);
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByRole('dialog').waitFor();
    return { page, complaints, asked: async () => await page.evaluate(() => held.asked) };
  };

  return {
    open,
    openWay: async (way, options) => {
      const all = await open(options);
      await all.page.getByRole('tab', { name: way }).click();
      return all;
    },
    findings: async (page) => {
      await page.evaluate(axeSource);
      const results = await page.evaluate(async () => await (window as unknown as { axe: typeof axe }).axe.run(document));
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
      );
    },
    drop: async (page, ...files) => {
      const paths = files.map((_file, index) => join(folder, `dropped-${index}.png`));
      await Promise.all(paths.map(async (path, index) => await writeFile(path, files[index] ?? '')));
      const box = await page.locator('.drop').boundingBox();
      if (box === null) throw new Error('There is no drop area.');
      const session = await page.context().newCDPSession(page);
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', {
          type,
          x: box.x + 20,
          y: box.y + 10,
          data: { items: [], files: paths, dragOperationsMask: 1 },
        });
      await session.detach();
    },
  };
}

/** A picture becomes `window.shown` in the page. */
export async function show(page: Page, grey: Grey): Promise<void> {
  const data = png(grey).toString('base64');
  await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    Object.assign(window, { shown: await createImageBitmap(new Blob([bytes])) });
  }, data);
}

/** Lets pictures arrive by paste, wherever the keyboard is. */
export async function paste(page: Page, file: Buffer): Promise<void> {
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, file.toString('base64'));
}

/** The texts that the page has handed to main, call by call. */
export async function takenTexts({ asked }: Opened): Promise<unknown[]> {
  return (await asked()).filter((call) => call.function === 'importTexts').map(({ argument }) => argument);
}
