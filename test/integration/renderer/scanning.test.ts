import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../src/main/desktop/pageScheme.ts';
import { animated, picture, png } from '../../harness/qrPictures.ts';
import { type Held, LINK, type Opened, type Options, OTHER, paste, show, takenTexts, useScanning } from './useScanning.ts';
import { appView, protectedBy } from './views.ts';

// Only its policy is wanted here.
vi.mock('electron', () => ({ protocol: {} }));

const { drop, findings, open, openWay } = useScanning(CONTENT_SECURITY_POLICY);
declare const held: Held;

const openCamera = async (options: Options = {}): Promise<Opened> => await openWay('Camera', options);
const openImages = async (): Promise<Opened> => await openWay('Image');

const running = async (page: Page): Promise<number> =>
  await page.evaluate(() => held.streams.flatMap((stream) => stream.getTracks()).filter(({ readyState }) => readyState === 'live').length);

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
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect(await page.evaluate(() => held.constraints)).toEqual([
      { video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false },
    ]);
    // The code is still there, and is not read again and again.
    await page.waitForTimeout(700);
    expect(await takenTexts(all)).toHaveLength(1);
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
    await expect.poll(async () => await takenTexts(all), { timeout: 20_000 }).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });

  it('says when a code is none to pair with, and goes on', async () => {
    const all = await openCamera({ before: blankCamera });
    const { page } = all;
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await show(page, picture([OTHER]));
    await page.getByRole('alert').getByText('No code of an account in this picture.').waitFor();
    await show(page, picture([LINK]));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
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
  it('is read beside the page: nothing of it is decoded in the page itself', async () => {
    const all = await openWay('Image', {
      before: () => {
        const noted: string[] = [];
        Object.assign(window, { noted });
        const { Worker: Native, OffscreenCanvas: NativeCanvas } = window;
        window.createImageBitmap = () => (noted.push('decoded'), Promise.reject(new Error('decoded')));
        window.OffscreenCanvas = class extends NativeCanvas {
          constructor(width: number, height: number) {
            super(width, height);
            noted.push('drawn');
          }
        };
        window.Worker = class extends Native {
          constructor(address: string | URL, options?: WorkerOptions) {
            super(address, options);
            noted.push(`worker ${new URL(address).origin === location.origin ? 'of our own' : 'of others'}`);
          }
          override terminate(): void {
            super.terminate();
            noted.push('ended');
          }
        };
      },
    });
    await drop(all.page, png(picture([LINK])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect(await all.page.evaluate(() => (window as unknown as { noted: string[] }).noted)).toEqual(['worker of our own', 'ended']);
    expect(all.complaints).toEqual([]);
  });

  it('that is chosen is searched beyond its first code', async () => {
    const all = await openImages();
    const { page } = all;
    expect(await findings(page)).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({ name: 'two.png', mimeType: 'image/png', buffer: png(picture([OTHER, LINK])) });
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
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
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
  });

  it('that is very large is read in a smaller size as well', async () => {
    const all = await openImages();
    // Each dot of the code has more than a hundred pixels.
    const huge = png(picture([LINK], { dot: 110 }));
    await all.page.locator('input[type=file]').setInputFiles({ name: 'huge.png', mimeType: 'image/png', buffer: huge });
    await expect.poll(async () => await takenTexts(all), { timeout: 40_000 }).toEqual([{ texts: [LINK] }]);
  });

  it('that is dropped is read', async () => {
    const all = await openImages();
    await drop(all.page, png(picture([LINK])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });

  it('that is pasted is read, wherever in the dialog, once', async () => {
    const all = await open();
    const { page } = all;
    await page.getByRole('textbox', { name: 'Pairing link' }).focus();
    await paste(page, png(picture([LINK])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK], fromClipboard: true }]);
    expect(await page.getByRole('tab', { name: 'Image' }).getAttribute('aria-selected')).toBe('true');
    // Also while the drop zone itself has the keyboard.
    await page.locator('.drop button').first().focus();
    await paste(page, png(picture([LINK])));
    await expect.poll(async () => (await takenTexts(all)).length).toBe(2);
    await page.waitForTimeout(300);
    expect(await takenTexts(all)).toHaveLength(2);
    // Going away and coming back reads nothing again.
    await page.getByRole('tab', { name: 'Name and key' }).click();
    await page.getByRole('tab', { name: 'Image' }).click();
    await page.waitForTimeout(300);
    expect(await takenTexts(all)).toHaveLength(2);
    expect(all.complaints).toEqual([]);
  });

  it('of several hands on the codes of all', async () => {
    const all = await openImages();
    await drop(all.page, png(picture([OTHER])), png(picture([LINK])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
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
    expect(await takenTexts(all)).toEqual([]);
    expect(await findings(page)).toEqual([]);
  });

  it('of 30,000 pixels a side is refused by its header', async () => {
    const all = await openImages();
    const { page } = all;
    await page.evaluate(() => {
      window.Worker = class extends window.Worker {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          Object.assign(window, { wasRead: true });
        }
      };
    });
    // There are no pixels in it: whoever decoded it would say that it is broken.
    await drop(page, png({ width: 30_000, height: 30_000, pixels: new Uint8Array() }));
    await page.getByRole('alert').getByText('This image is too large').waitFor();
    expect(await page.evaluate(() => 'wasRead' in window)).toBe(false);
  });

  it('of more than 32 MB is refused by its size', async () => {
    const { page } = await openImages();
    await drop(page, Buffer.concat([png(picture([LINK])), Buffer.alloc(33 * 1024 * 1024)]));
    await page.getByRole('alert').getByText('This image is too large').waitFor();
  });

  it('that moves is read where it begins', async () => {
    const all = await openImages();
    await drop(all.page, animated(picture([LINK]), picture([OTHER])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });

  it('beside one that can not be read loses nothing by it', async () => {
    const all = await openImages();
    await drop(all.page, Buffer.from('nothing'), png(picture([LINK])));
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    await all.page.getByRole('alert').getByText('This is not an image that Deskfob can read').waitFor();
  });

  it.each([
    ['what is no image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an image that is cut off in its header', png(picture([LINK])).subarray(0, 20)],
    ['an animation that is no PNG, JPEG or WebP', Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64')],
    ['an image that is cut off in its pixels', png(picture([LINK])).subarray(0, 60)],
    ['an image whose pixels are missing', png({ width: 100, height: 100, pixels: new Uint8Array() }).subarray(0, 33)],
  ])('is asked for instead of %s', async (_name, file) => {
    const { page, complaints } = await openImages();
    await drop(page, file);
    await page.getByRole('alert').getByText('This is not an image that Deskfob can read').waitFor();
    expect(complaints).toEqual([]);
  });
});
