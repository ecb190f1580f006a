import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../src/main/desktop/pageScheme.ts';
import { type Grey, picture, png } from '../../harness/qrPictures.ts';
import { type Held, LINK, type Opened, OTHER, takenTexts, useScanning } from './useScanning.ts';

// Only its policy is wanted here.
vi.mock('electron', () => ({ protocol: {} }));

const { drop, findings, openWay } = useScanning(CONTENT_SECURITY_POLICY);
declare const held: Held;

const GLOBEX = 'deskfob://pair?issuer=https%3A%2F%2Fverify.globex.example&key=K7QF9M2X4T8WK7QF9M2X4T8W12';

interface Screen {
  name: string;
  grey: Grey;
}

/** What main answers when it is asked for the screens. */
async function showScreens(page: Page, ...screens: readonly Screen[]): Promise<void> {
  await page.evaluate(
    (shown) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      held.answers['captureScreens'] = { ok: true, value: shown.map(({ name, data }) => ({ name, png: bytes(data) })) };
    },
    screens.map(({ name, grey }) => ({ name, data: png(grey).toString('base64') })),
  );
}

const screenOf = (name: string, ...texts: string[]): Screen => ({ name, grey: picture(texts, { dot: 3, width: 1920, height: 1080 }) });

async function scanned(...screens: readonly Screen[]): Promise<Opened> {
  const all = await openWay('Screen');
  await showScreens(all.page, ...screens);
  await all.page.getByRole('button', { name: 'Scan the screen' }).click();
  return all;
}

describe('the screen', () => {
  it('is not looked at before the person asks, and then once, by keyboard', async () => {
    const all = await openWay('Screen');
    const { page } = all;
    await showScreens(page, screenOf('Built-in', LINK));
    expect((await all.asked()).filter((call) => call.function === 'captureScreens')).toEqual([]);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Scan the screen' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect((await all.asked()).filter((call) => call.function === 'captureScreens')).toHaveLength(1);
    expect(all.complaints).toEqual([]);
  });

  it('is one of several: the codes of all are found, and it is said where each was', async () => {
    const all = await scanned(screenOf('DELL U2720Q', LINK), screenOf('Leer'), screenOf('Built-in', OTHER, GLOBEX));
    const { page } = all;
    await page.getByRole('heading', { name: 'Which code?' }).waitFor();
    const texts = await page.getByRole('option').allInnerTexts();
    expect(texts.map((text) => text.split('\n').filter((line) => line !== ''))).toEqual([
      ['verify.acme.example', 'Organisation to pair with', 'On the screen DELL U2720Q'],
      ['verify.globex.example', 'Organisation to pair with', 'On the screen Built-in'],
    ]);
    await page.getByRole('option', { name: 'verify.globex.example' }).click();
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [GLOBEX] }]);
  });

  it('is read at its full resolution: each dot of a code has two pixels of 3840', async () => {
    const all = await scanned({ name: 'Retina', grey: picture([LINK], { dot: 2, width: 3840, height: 2160 }) });
    await expect.poll(async () => await takenTexts(all), { timeout: 30_000 }).toEqual([{ texts: [LINK] }]);
  });

  it('without a code, or without one of an account, is explained, with a way out', async () => {
    const all = await scanned(screenOf('Built-in'));
    const { page } = all;
    const alert = page.getByRole('alert');
    await alert.getByText('No QR code found on the screens').waitFor();
    expect(await findings(page)).toEqual([]);
    await showScreens(page, screenOf('Built-in', OTHER));
    await page.getByRole('button', { name: 'Scan again' }).click();
    await alert.getByText('No code of an account on the screens.').waitFor();
    expect(await alert.getByText('No QR code found').count()).toBe(0);
    await page.getByRole('button', { name: 'Use an image instead' }).click();
    expect(await page.getByRole('tab', { name: 'Image' }).getAttribute('aria-selected')).toBe('true');
  });

  it.each([
    ['screen-denied', 'Screen & System Audio Recording'],
    ['screen-unavailable', 'choose one and allow it'],
    ['screen-busy', 'Click this window'],
  ])('that main does not give is explained: %s', async (error, words) => {
    const all = await openWay('Screen');
    const { page } = all;
    await page.evaluate((code) => (held.answers['captureScreens'] = { ok: false, error: code }), error);
    await page.getByRole('button', { name: 'Scan the screen' }).click();
    await page.getByRole('alert').getByText(words).waitFor();
    expect(await findings(page)).toEqual([]);
    // The next look begins afresh.
    await showScreens(page, screenOf('Built-in', LINK));
    await page.getByRole('button', { name: 'Scan again' }).click();
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [LINK] }]);
    expect(all.complaints).toEqual([]);
  });
});

/** Workers that say they can read, and never answer again. Runs in the page. */
function silentWorkers(): void {
  const noted = { started: 0, ended: 0 };
  Object.assign(window, { noted });
  window.Worker = class extends EventTarget {
    constructor() {
      super();
      noted.started += 1;
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { id: 0, texts: [] } })));
    }
    postMessage(): void {}
    terminate(): void {
      noted.ended += 1;
    }
  } as unknown as typeof Worker;
}
const noted = async (page: Page) => await page.evaluate(() => (window as unknown as { noted: { started: number; ended: number } }).noted);

describe('the worker that reads', () => {
  it('is ended when the person cancels', async () => {
    const all = await openWay('Image', { before: silentWorkers });
    const { page } = all;
    await drop(page, png(picture([LINK])));
    await page.getByRole('status').getByText('Reading the image…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await noted(page)).toEqual({ started: 1, ended: 1 });
    expect(await page.getByText('Reading the image…').count()).toBe(0);
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  });

  it('is ended when the dialog goes, and when another picture is chosen', async () => {
    const { page } = await openWay('Image', { before: silentWorkers });
    await drop(page, png(picture([LINK])));
    await expect.poll(async () => await noted(page)).toEqual({ started: 1, ended: 0 });
    await drop(page, png(picture([OTHER])));
    await expect.poll(async () => await noted(page)).toEqual({ started: 2, ended: 1 });
    await page.keyboard.press('Escape');
    await expect.poll(async () => await noted(page)).toEqual({ started: 2, ended: 2 });
  });

  it('is ended after a minute, and the person told', async () => {
    const { page } = await openWay('Image', { before: silentWorkers, prepare: async (each) => await each.clock.install() });
    await drop(page, png(picture([LINK])));
    await expect.poll(async () => (await noted(page)).started).toBe(1);
    // The file has been looked at, and the question is asked.
    await page.getByRole('status').getByText('Reading the image…').waitFor();
    await page.clock.runFor(61_000);
    await page.getByRole('alert').getByText('This image took too long').waitFor();
    expect((await noted(page)).ended).toBeGreaterThan(0);
    expect(await findings(page)).toEqual([]);
  });

  it('that can not be started is told of, with pictures and with the camera', async () => {
    const prepare = async (page: Page) => await page.route('**/readerWorker-*.js', async (route) => await route.abort());
    const images = await openWay('Image', { prepare });
    await drop(images.page, png(picture([LINK])));
    await images.page.getByRole('alert').getByText('Deskfob could not read any codes').waitFor();
    const camera = await openWay('Camera', { prepare });
    await camera.page.getByRole('button', { name: 'Use the camera' }).click();
    await camera.page.getByRole('alert').getByText('Deskfob could not read any codes').waitFor();
    expect(
      await camera.page.evaluate(() => held.streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === 'live').length),
    ).toBe(0);
    expect(await findings(camera.page)).toEqual([]);
  });

  it('leaves the page free while it reads the largest picture there may be', async () => {
    const all = await openWay('Image', {
      before: () => {
        Object.assign(window, { turns: 0 });
        setInterval(() => ((window as unknown as { turns: number }).turns += 1), 20);
      },
    });
    const { page } = all;
    // 64 megapixels.
    const grey = picture([LINK], { dot: 8, width: 8192, height: 8192 });
    const turns = async (): Promise<number> => await page.evaluate(() => (window as unknown as { turns: number }).turns);
    await drop(page, png(grey));
    await page.getByRole('status').getByText('Reading the image…').waitFor();
    const before = await turns();
    // While it is being read, other things happen in the page.
    await expect.poll(async () => (await turns()) - before).toBeGreaterThan(5);
    expect(await takenTexts(all)).toEqual([]);
    await expect.poll(async () => await takenTexts(all), { timeout: 60_000 }).toEqual([{ texts: [LINK] }]);
  });
});
