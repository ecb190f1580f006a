import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { requestSchema } from '../../src/protocol/messages/request.ts';
import { RendererPages } from '../integration/renderer/RendererPages.ts';
import { appView, imitatingRequest, request } from '../integration/renderer/views.ts';
import { request as signed } from '../vectors/samples.ts';
import { attack } from './attack.ts';

/** Texts that would bend what stands around them, if they got to the screen. */
const BENDING = ['\u202e', '\u2066', '\u200f', '\n', '\r\n', '\u2028', '\u0000', '\u001b[2J', '\ufeff', '\u200b'];

/** Texts that the protocol takes: they must stay in their place. */
const FITTING = [
  '<b>Approve</b><script>window.got = 1</script>',
  '<img src=x onerror="window.got = 1">',
  '{application} {organisation} #',
  'W'.repeat(64),
  'ﷺ'.repeat(64),
  'שלום '.repeat(12).trim(),
  'مرحبا '.repeat(10).trim(),
  'Z̷͎̐a̶̰͝l̵̰̆g̴̱̈́o̷̤͊ '.repeat(2).trim(),
  'Approve · On this network · Sign-in to your own computer',
  '界'.repeat(64),
];

interface Layout {
  /** What is at the middle of each button, and where the buttons are. */
  buttons: string[];
  elements: string;
  isWide: boolean;
  got: boolean;
}

describe('a text of the verifier’s', () => {
  let pages: RendererPages;
  beforeAll(async () => {
    pages = await RendererPages.start();
  });
  afterAll(async () => await pages.close());

  async function layoutOf(page: Page): Promise<Layout> {
    return await page.evaluate(() => {
      const actions = [...document.querySelectorAll('.decision-actions button')];
      return {
        buttons: actions.map((button) => {
          const { x, y, width, height } = button.getBoundingClientRect();
          const top = document.elementFromPoint(x + width / 2, y + height / 2);
          return `${button.textContent} ${x},${y} ${width}×${height} ${top !== null && button.contains(top)}`;
        }),
        elements: ['script', 'img', 'iframe', 'b', 'a', 'form', 'input', 'button']
          .map((name) => document.querySelectorAll(name).length)
          .join(),
        isWide: document.documentElement.scrollWidth > innerWidth,
        got: 'got' in window,
      };
    });
  }

  attack('hostile verifier', 'gets to the screen though it bends what stands around it', async () => {
    const members = [
      (text: string) => ({ application: { name: `Acme${text}VPN` } }),
      (text: string) => ({ message: `Acme${text}VPN` }),
      (text: string) => ({ origin: { ...signed.origin, city: `Ber${text}lin` } }),
      (text: string) => ({ origin: { ...signed.origin, client: `Fire${text}fox` } }),
    ];
    if (!requestSchema.safeParse(signed).success) throw new Error('the request is no request');
    const taken = BENDING.flatMap((text) => members.filter((member) => requestSchema.safeParse({ ...signed, ...member(text) }).success));
    return { attempts: BENDING.length * members.length, successes: taken.length };
  });

  attack('hostile verifier', 'moves, covers or adds a button, or runs as markup', async () => {
    const honest = await pages.open('approval', appView({ requests: [request()] }));
    const expected = JSON.stringify(await layoutOf(honest.page));
    await honest.close();
    let successes = 0;
    for (const text of FITTING) {
      const { origin } = request();
      const bent = request({
        application: text,
        message: `${text} ${text} ${text} ${text}`.slice(0, 256),
        displayName: text,
        origin: { ...origin, city: text, client: text },
      });
      const opened = await pages.open('approval', appView({ requests: [bent] }));
      if (JSON.stringify(await layoutOf(opened.page)) !== expected || opened.complaints.length > 0) successes += 1;
      await opened.close();
    }
    return { attempts: FITTING.length, successes };
  });

  attack('hostile verifier', 'imitates the name of another application without a warning', async () => {
    const opened = await pages.open('approval', appView({ requests: [imitatingRequest] }));
    const warnings = await opened.page.getByText('mixes letters of different alphabets').count();
    await opened.close();
    return warnings === 0;
  });
});
