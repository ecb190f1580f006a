import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../../harness/electron/Chromium.ts';
import type { Grey } from '../../harness/qrPictures.ts';
import type { ReaderName, Reading, SentPicture } from './readings.ts';

const HOST = 'https://deskfob.internal';
/** The app's, as far as scripts are concerned: nothing may be fetched, and WebAssembly and workers of the page's own may run. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'none'";
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const PAGE = join(import.meta.dirname, 'page');

/** What the page offers. */
interface Window {
  readPicture(name: ReaderName, picture: SentPicture): Promise<Reading>;
}

/** The readers in a real Chromium, built as the app's pages are and behind their policy. */
export class ReadersPage {
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(folder: string, browser: Browser, page: Page) {
    this.#folder = folder;
    this.#browser = browser;
    this.#page = page;
  }

  static async open(): Promise<ReadersPage> {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-readers-'));
    await build({
      configFile: false,
      root: PAGE,
      mode: 'production',
      logLevel: 'error',
      base: './',
      build: { minify: true, assetsInlineLimit: 0, outDir: folder, emptyOutDir: true },
    });
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
    const page = await browser.newPage();
    await page.route(`${HOST}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      if (path === 'favicon.ico') return await route.fulfill({ status: 404 });
      return await route.fulfill({
        body: await readFile(join(folder, path)),
        contentType: TYPES[extname(path)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': POLICY },
      });
    });
    await page.goto(`${HOST}/index.html`);
    return new ReadersPage(folder, browser, page);
  }

  async read(name: ReaderName, { width, height, pixels }: Grey): Promise<Reading> {
    const picture = { width, height, pixels: Buffer.from(pixels).toString('base64') };
    return await this.#page.evaluate(async ([reader, sent]) => await (window as unknown as Window).readPicture(reader, sent), [
      name,
      picture,
    ] as const);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
