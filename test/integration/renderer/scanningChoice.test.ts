import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../src/main/desktop/pageScheme.ts';
import { picture, png } from '../../harness/qrPictures.ts';
import { type Held, LINK, type Opened, OTHER, takenTexts, useScanning } from './useScanning.ts';
import { appView } from './views.ts';

// Only its policy is wanted here.
vi.mock('electron', () => ({ protocol: {} }));

const { drop, findings, openWay } = useScanning(CONTENT_SECURITY_POLICY);
declare const held: Held;

const GLOBEX = 'deskfob://pair?issuer=https%3A%2F%2Fverify.globex.example%3A8443&key=K7QF9M2X4T8WK7QF9M2X4T8W12';
const GITHUB = 'otpauth://totp/GitHub:anna@example.com?secret=JBSWY3DPEHPK3PXP&issuer=GitHub';
const BANK = 'otpauth://totp/Bank:AT12%203456?secret=NBSWY3DPEB3W64TM&issuer=Bank';
/** Parts 1 and 2 of 3 of a transfer. */
const PARTS = ['otpauth-migration://offline?data=GAMgACgH', 'otpauth-migration://offline?data=GAMgASgH'] as const;

const rows = async (page: Page): Promise<string[]> => await page.getByRole('option').allInnerTexts();
/** What stands in each row, line by line. */
const lines = async (page: Page): Promise<string[]> =>
  (await rows(page)).map((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .join(' | '),
  );

async function dropped(...pictures: (readonly string[])[]): Promise<Opened> {
  const all = await openWay('Image');
  await drop(all.page, ...pictures.map((texts) => png(picture(texts, { dot: 4 }))));
  return all;
}

describe('several codes at once', () => {
  it('are listed in words, without keys and secrets, and nothing is taken before one is chosen', async () => {
    const all = await dropped([LINK, GITHUB], [GLOBEX, OTHER], [PARTS[1]]);
    const { page } = all;
    await page.getByRole('heading', { name: 'Which code?' }).waitFor();
    expect((await lines(page)).toSorted()).toEqual([
      'GitHub | anna@example.com',
      'Transfer from another app | Part 2 of 3',
      'verify.acme.example | Organisation to pair with',
      'verify.globex.example:8443 | Organisation to pair with',
    ]);
    const shown = await page.getByRole('dialog').evaluate((dialog) => dialog.outerHTML);
    expect(shown).not.toMatch(/K7QF9M2X|JBSWY3DP/);
    expect(await takenTexts(all)).toEqual([]);
    // One account alone goes with nothing.
    expect(await page.getByRole('button', { name: /together/ }).count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(all.complaints).toEqual([]);
  });

  it('are chosen among by keyboard alone', async () => {
    const all = await dropped([LINK], [GLOBEX]);
    const { page } = all;
    await page.getByRole('option').first().waitFor();
    expect(
      await page
        .getByRole('option')
        .first()
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [GLOBEX] }]);
    // What comes of it is main's to say.
    const view = appView({ pairing: { step: 'confirm', host: 'verify.globex.example:8443', pinned: false, insecure: false, already: [] } });
    await page.evaluate((next) => held.push(next), view);
    await page.getByText('Pair this computer with').waitFor();
    expect(await page.getByRole('option').count()).toBe(0);
  });

  it('of ordinary sites can be taken together, or one alone', async () => {
    const all = await dropped([GITHUB, BANK], [LINK]);
    const { page } = all;
    await page.getByRole('button', { name: 'Take the 2 accounts together' }).click();
    await expect.poll(async () => (await takenTexts(all)).length).toBe(1);
    expect(await takenTexts(all)).toEqual([{ texts: expect.arrayContaining([GITHUB, BANK]) as unknown }]);
    expect((await takenTexts(all))[0]).toEqual({ texts: expect.not.arrayContaining([LINK]) as unknown });
    await page.getByRole('option', { name: 'Bank' }).click();
    await expect.poll(async () => (await takenTexts(all))[1]).toEqual({ texts: [BANK] });
  });

  it('of one transfer belong together, and need no choice', async () => {
    const all = await dropped([PARTS[0]], [PARTS[1]]);
    await expect.poll(async () => await takenTexts(all)).toEqual([{ texts: [...PARTS] }]);
    expect(await all.page.getByRole('option').count()).toBe(0);
  });

  it('lead back to the way that was used', async () => {
    const { page } = await dropped([LINK], [GLOBEX]);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    expect(await page.getByRole('tab', { name: 'Image' }).getAttribute('aria-selected')).toBe('true');
    // The keyboard stays in the dialog.
    await expect.poll(async () => await page.getByRole('dialog').evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  });

  it('say what main says of the one that was chosen, and stay', async () => {
    const all = await dropped([LINK], ['deskfob://pair?nothing']);
    const { page } = all;
    await page.evaluate(() => (held.answers['importTexts'] = { ok: false, error: 'link-malformed' }));
    await page.getByRole('option', { name: 'A damaged pairing link' }).click();
    await page.getByRole('alert').filter({ hasText: /link/i }).waitFor();
    expect(await page.getByRole('option').count()).toBe(2);
  });

  it('show names as they are: on one line, without what turns or hides text', async () => {
    const { page } = await dropped([LINK], ['otpauth://totp/%E2%80%AEknaB%0Aof%00Acme:x%3Cb%3Ey?secret=JBSWY3DPEHPK3PXP']);
    await page.getByRole('option').first().waitFor();
    expect(await lines(page)).toContain('knaB of Acme | x<b>y');
    expect(await page.locator('.choose-list b').count()).toBe(0);
  });

  it('before the camera are asked about as well, with the camera off', async () => {
    const all = await openWay('Camera', {
      before: () => {
        navigator.mediaDevices.getUserMedia = () => {
          const canvas = document.createElement('canvas');
          canvas.width = 1280;
          canvas.height = 720;
          const context = canvas.getContext('2d');
          setInterval(() => {
            const shown = (window as unknown as { shown?: ImageBitmap }).shown;
            if (context !== null && shown !== undefined) context.drawImage(shown, 0, 0);
          }, 50);
          const stream = canvas.captureStream(20);
          Object.assign(window, { stream });
          return Promise.resolve(stream);
        };
      },
    });
    const { page } = all;
    await page.evaluate(
      async (text) => {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        Object.assign(window, { shown: await createImageBitmap(new Blob([bytes])) });
      },
      png(picture([LINK, GLOBEX], { dot: 6, width: 1280, height: 720 })).toString('base64'),
    );
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('heading', { name: 'Which code?' }).waitFor();
    expect((await lines(page)).length).toBe(2);
    expect(await takenTexts(all)).toEqual([]);
    const live = () =>
      (window as unknown as { stream: MediaStream }).stream.getTracks().filter(({ readyState }) => readyState === 'live').length;
    expect(await page.evaluate(live)).toBe(0);
  });
});
