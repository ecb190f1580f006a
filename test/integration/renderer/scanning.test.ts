import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppView } from '../../../src/bridge/views.ts';
import { CONTENT_SECURITY_POLICY } from '../../../src/main/desktop/pageScheme.ts';
import { findChromium } from '../../harness/electron/Chromium.ts';
import { type Grey, picture, png, y4m } from '../../harness/qrPictures.ts';
import { RendererPages } from './RendererPages.ts';
import { appView, protectedBy } from './views.ts';

// Only its policy is wanted here.
vi.mock('electron', () => ({ protocol: {} }));

const HOST = 'https://deskfob.internal';
const LINK = 'deskfob://pair?issuer=https%3A%2F%2Fverify.acme.example&key=K7QF9M2X4T8WK7QF9M2X4T8W12';
const OTHER = 'https://www.example.org/something-else';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

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

interface Held {
  asked: { function: string; argument: unknown }[];
  streams: MediaStream[];
  constraints: MediaStreamConstraints[];
  push(view: AppView): void;
}
declare const held: Held;

/** Runs in the page before its scripts: the bridge, and a note of every stream that the camera gives. */
function install(view: AppView): void {
  const listeners = new Set<(view: AppView) => void>();
  const notes: Held = { asked: [], streams: [], constraints: [], push: (next) => listeners.forEach((listener) => listener(next)) };
  const known: Record<string, unknown> = {
    view: () => Promise.resolve({ ok: true, value: view }),
    onView: (listener: (view: AppView) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const deskfob = new Proxy(known, {
    get: (target, name: string) =>
      target[name] ??
      ((argument?: unknown) => {
        notes.asked.push({ function: name, argument });
        return Promise.resolve({ ok: true, value: undefined });
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

interface Opened {
  page: Page;
  complaints: string[];
  asked(): Promise<Held['asked']>;
}

const opened: Page[] = [];
afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
});

interface Options {
  /** Whether the page may use it. */
  camera?: boolean;
  /** Runs in the page ahead of all else. */
  before?: () => void;
  platform?: AppView['app']['platform'];
}

/** The main window with the dialog, behind the product's own policy. */
async function open({ camera = true, before, platform = 'linux' }: Options = {}): Promise<Opened> {
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
      headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
    });
  });
  if (before !== undefined) await page.addInitScript(before);
  const view = appView();
  await page.addInitScript(install, { ...view, app: { ...view.app, platform } });
  await page.goto(`${HOST}/index.html`);
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('dialog').waitFor();
  return { page, complaints, asked: async () => await page.evaluate(() => held.asked) };
}

async function openCamera(options: Options = {}): Promise<Opened> {
  const all = await open(options);
  await all.page.getByRole('tab', { name: 'Camera' }).click();
  return all;
}

async function openImages(): Promise<Opened> {
  const all = await open();
  await all.page.getByRole('tab', { name: 'Image' }).click();
  return all;
}

const running = async (page: Page): Promise<number> =>
  await page.evaluate(() => held.streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live').length);

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(async () => await (window as unknown as { axe: typeof axe }).axe.run(document));
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** The camera sees a canvas, on which `paint` may draw. Runs in the page. */
function blankCamera(): void {
  navigator.mediaDevices.getUserMedia = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const context = canvas.getContext('2d');
    setInterval(() => {
      if (context === null) return;
      context.fillStyle = 'white';
      context.fillRect(0, 0, 640, 480);
      const shown = (window as unknown as { shown?: ImageBitmap }).shown;
      if (shown !== undefined) context.drawImage(shown, 40, 40);
    }, 50);
    return Promise.resolve(canvas.captureStream(20));
  };
}

async function show(page: Page, grey: Grey): Promise<void> {
  const data = png(grey).toString('base64');
  await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    Object.assign(window, { shown: await createImageBitmap(new Blob([bytes])) });
  }, data);
}

/** Lets pictures arrive by paste, wherever the keyboard is. */
async function paste(page: Page, file: Buffer): Promise<void> {
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, file.toString('base64'));
}

/** Drags files over the drop area and lets them fall, as the system does. */
async function drop(page: Page, ...files: readonly Buffer[]): Promise<void> {
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
}

async function openedLinks({ asked }: Opened): Promise<unknown[]> {
  return (await asked()).filter((call) => call.function === 'importTexts').map(({ argument }) => argument);
}

describe('the camera', () => {
  it('is not switched on before the person asks for it', async () => {
    const { page } = await openCamera();
    await page.getByRole('button', { name: 'Use the camera' }).waitFor();
    expect(await page.getByRole('tab').allTextContents()).toEqual(
      expect.arrayContaining(['Camera', 'Image', 'Pairing link', 'Name and key']),
    );
    expect((await page.getByRole('tab').allTextContents())[0]).toBe('Authentication');
    expect(await page.getByRole('dialog').getByRole('tab').first().textContent()).toBe('Camera');
    expect(await page.evaluate(() => held.constraints)).toEqual([]);
    expect(await findings(page)).toEqual([]);
  });

  it('reads a code, by keyboard alone, and asks for the picture without sound', async () => {
    const all = await openCamera();
    const { page } = all;
    await page.getByRole('button', { name: 'Use the camera' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
    expect(await page.evaluate(() => held.constraints)).toEqual([
      { video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false },
    ]);
    // The code is still there, and is not read again and again.
    await page.waitForTimeout(700);
    expect(await openedLinks(all)).toHaveLength(1);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    expect(await page.getByRole('button', { name: 'Use the camera' }).evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await running(page)).toBe(0);
    expect(all.complaints).toEqual([]);
  });

  it('reads a code that is light on dark, too', async () => {
    const all = await openCamera({ before: blankCamera });
    const { page } = all;
    const dark = picture([LINK], { dot: 6 });
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await show(page, { ...dark, pixels: dark.pixels.map((value) => 255 - value) });
    await expect.poll(async () => await openedLinks(all), { timeout: 20_000 }).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });

  it('says when a code is none to pair with, and goes on', async () => {
    const all = await openCamera({ before: blankCamera });
    const { page } = all;
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await show(page, picture([OTHER]));
    await page.getByRole('alert').getByText('No code of an account in this picture.').waitFor();
    await show(page, picture([LINK]));
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
  });

  it('lets the person choose among several, remembers the choice, and helps when nothing is read for long', async () => {
    const { page } = await openCamera({
      before: () => {
        navigator.mediaDevices.getUserMedia = (constraints) => {
          Object.assign(window, { wanted: (constraints?.video as MediaTrackConstraints | undefined)?.deviceId });
          const canvas = document.createElement('canvas');
          const context = canvas.getContext('2d');
          setInterval(() => context?.fillRect(0, 0, 300, 150), 50);
          return Promise.resolve(canvas.captureStream(20));
        };
        const devices = ['first', 'second'].map((deviceId, index) => ({
          deviceId,
          kind: 'videoinput',
          label: index === 0 ? 'Desk' : '',
          groupId: '',
        }));
        navigator.mediaDevices.enumerateDevices = () => Promise.resolve(devices as unknown as MediaDeviceInfo[]);
      },
    });
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page
      .getByRole('button', { name: /Camera/ })
      .and(page.locator('.picker-button'))
      .click();
    await page.getByRole('option').nth(1).click();
    await expect
      .poll(async () => await page.evaluate(() => (window as unknown as { wanted: unknown }).wanted))
      .toEqual({ ideal: 'second' });
    expect(await page.evaluate(() => localStorage.getItem('deskfob.camera'))).toBe('second');
    await page.getByRole('status').getByText('Hold the code closer').waitFor();
  });

  it.each([
    ['linux', 'Allow the camera in the privacy settings of your desktop.'],
    ['windows', 'Open Settings → Privacy & security → Camera'],
    ['macos', 'Open System Settings → Privacy & Security → Camera'],
  ] as const)('explains on %s how to allow it when it is denied', async (platform, words) => {
    const { page, complaints } = await openCamera({ camera: false, platform });
    await page.getByRole('button', { name: 'Use the camera' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('Deskfob may not use the camera').waitFor();
    expect(await alert.allTextContents()).toContainEqual(expect.stringContaining(words));
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['NotReadableError', 'The camera cannot be used right now'],
    ['NotFoundError', 'No camera found'],
    ['TypeError', 'The camera did not start'],
  ])('explains %s', async (name, words) => {
    const { page } = await openCamera();
    await page.evaluate((given) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', given));
    }, name);
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('alert').getByText(words).waitFor();
  });
});

describe('the camera is switched off', () => {
  const leave: Record<string, (page: Page) => Promise<void>> = {
    'when another way is chosen': async (page) => await page.getByRole('tab', { name: 'Pairing link' }).click(),
    'when the dialog is closed': async (page) => await page.keyboard.press('Escape'),
    'when the window is locked': async (page) =>
      await page.evaluate((view) => held.push(view), appView({ protection: protectedBy({ locked: true }) })),
    'when the window is hidden': async (page) =>
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }),
  };
  it.each(Object.entries(leave))('%s', async (_name, go) => {
    const { page, complaints } = await openCamera();
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await expect.poll(async () => await running(page)).toBe(1);
    await go(page);
    await expect.poll(async () => await running(page)).toBe(0);
    // Nor does it come back.
    await page.waitForTimeout(300);
    expect(await running(page)).toBe(0);
    expect(await page.evaluate(() => held.streams.length)).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('even while it is still being started', async () => {
    const { page, complaints } = await openCamera({
      before: () => {
        const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          await new Promise((resolve) => setTimeout(resolve, 500));
          return await native(constraints);
        };
      },
    });
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('status').getByText('Waiting for the camera').waitFor();
    await expect.poll(async () => await page.evaluate(() => held.constraints.length)).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(async () => await page.evaluate(() => held.streams.length)).toBe(1);
    await expect.poll(async () => await running(page)).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('an image', () => {
  it('gives the texts of all its codes', async () => {
    const { page } = await open();
    const script = (await readdir(join(pages.folder, 'assets'))).find((name) => /^reader-.*\.js$/.test(name)) ?? '';
    await show(page, picture([OTHER, LINK]));
    // As text: the test runner would make an import of its own of it.
    await page.evaluate(`import('${HOST}/assets/${script}').then((reader) => void Object.assign(window, { reader }))`);
    const texts = await page.evaluate(async () => {
      const { shown, reader } = window as unknown as { shown: ImageBitmap; reader: { readPixels(pixels: ImageData): Promise<string[]> } };
      const context = new OffscreenCanvas(shown.width, shown.height).getContext('2d');
      context?.drawImage(shown, 0, 0);
      return context === null ? [] : await reader.readPixels(context.getImageData(0, 0, shown.width, shown.height));
    });
    expect(texts.toSorted()).toEqual([LINK, OTHER]);
  });

  it('that is chosen is searched beyond its first code', async () => {
    const all = await openImages();
    const { page } = all;
    expect(await findings(page)).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({ name: 'two.png', mimeType: 'image/png', buffer: png(picture([OTHER, LINK])) });
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
    expect(all.complaints).toEqual([]);
  });

  it.each(['image/jpeg', 'image/webp'])('is read as %s, too', async (type) => {
    const all = await openImages();
    const { page } = all;
    await show(page, picture([LINK]));
    const converted = await page.evaluate(async (wanted) => {
      const { shown } = window as unknown as { shown: ImageBitmap };
      const canvas = new OffscreenCanvas(shown.width, shown.height);
      canvas.getContext('2d')?.drawImage(shown, 0, 0);
      const blob = await canvas.convertToBlob({ type: wanted });
      return { type: blob.type, bytes: Array.from(new Uint8Array(await blob.arrayBuffer())) };
    }, type);
    expect(converted.type).toBe(type);
    await page.locator('input[type=file]').setInputFiles({ name: 'code', mimeType: type, buffer: Buffer.from(converted.bytes) });
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
  });

  it('that is very large is read in a smaller size as well', async () => {
    const all = await openImages();
    // Each dot of the code has more than a hundred pixels.
    const huge = png(picture([LINK], { dot: 110 }));
    await all.page.locator('input[type=file]').setInputFiles({ name: 'huge.png', mimeType: 'image/png', buffer: huge });
    await expect.poll(async () => await openedLinks(all), { timeout: 40_000 }).toEqual([{ texts: [LINK] }]);
  });

  it('that is dropped is read', async () => {
    const all = await openImages();
    await drop(all.page, png(picture([LINK])));
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });

  it('that is pasted is read, wherever in the dialog, once', async () => {
    const all = await open();
    const { page } = all;
    await page.getByRole('textbox', { name: 'Pairing link' }).focus();
    await paste(page, png(picture([LINK])));
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
    expect(await page.getByRole('tab', { name: 'Image' }).getAttribute('aria-selected')).toBe('true');
    // Also while the drop zone itself has the keyboard.
    await page.locator('.drop button').first().focus();
    await paste(page, png(picture([LINK])));
    await expect.poll(async () => (await openedLinks(all)).length).toBe(2);
    await page.waitForTimeout(300);
    expect(await openedLinks(all)).toHaveLength(2);
    // Going away and coming back reads nothing again.
    await page.getByRole('tab', { name: 'Name and key' }).click();
    await page.getByRole('tab', { name: 'Image' }).click();
    await page.waitForTimeout(300);
    expect(await openedLinks(all)).toHaveLength(2);
    expect(all.complaints).toEqual([]);
  });

  it('of several hands on the codes of all', async () => {
    const all = await openImages();
    await drop(all.page, png(picture([OTHER])), png(picture([LINK])));
    await expect.poll(async () => await openedLinks(all)).toEqual([{ texts: [LINK] }]);
  });

  it('without a pairing code, or without any code, is explained', async () => {
    const all = await openImages();
    const { page } = all;
    const alert = page.getByRole('alert');
    await drop(page, png(picture([OTHER])));
    await alert.getByText('No code of an account in this picture.').waitFor();
    await drop(page, png({ width: 50, height: 50, pixels: new Uint8Array(2500).fill(255) }));
    await alert.getByText('No QR code found').waitFor();
    expect(await alert.getByText('No code of an account in this picture.').count()).toBe(0);
    expect(await openedLinks(all)).toEqual([]);
    expect(await findings(page)).toEqual([]);
  });

  it('of 30,000 pixels a side is refused by its header', async () => {
    const all = await openImages();
    const { page } = all;
    await page.evaluate(() => {
      window.createImageBitmap = () => {
        Object.assign(window, { wasDecoded: true });
        return Promise.reject(new Error('decoded'));
      };
    });
    // There are no pixels in it: whoever decoded it would say that it is broken.
    await drop(page, png({ width: 30_000, height: 30_000, pixels: new Uint8Array() }));
    await page.getByRole('alert').getByText('This image is too large').waitFor();
    expect(await page.evaluate(() => 'wasDecoded' in window)).toBe(false);
  });

  it.each([
    ['what is no image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an image that is cut off in its header', png(picture([LINK])).subarray(0, 20)],
    ['an image whose pixels are missing', png({ width: 100, height: 100, pixels: new Uint8Array() }).subarray(0, 33)],
  ])('is asked for instead of %s', async (_name, file) => {
    const { page, complaints } = await openImages();
    await drop(page, file);
    await page.getByRole('alert').getByText('This is not an image that Deskfob can read').waitFor();
    expect(complaints).toEqual([]);
  });
});
