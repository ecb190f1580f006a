import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inLanguage } from './inLanguage.ts';
import { type RendererPage, RendererPages } from './RendererPages.ts';
import { type Screen, screens } from './views.ts';

let pages: RendererPages;
let axeSource: string;
beforeAll(async () => {
  pages = await RendererPages.start();
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => await pages.close());

/** What changes with the look is colour alone; everything else is asked once. */
const looks = [
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

const standards: axe.RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const colours: axe.RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

async function findings(page: Page, options: axe.RunOptions): Promise<string[]> {
  const results = await page.evaluate(
    async (chosen) => await (window as unknown as { axe: typeof axe }).axe.run(document, chosen),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** Opens a screen in the language of its view; `say` turns the English words of its buttons into that language. */
async function openScreen(
  { page: name, view, tab, press, screens: shown, until }: Screen,
  say: (text: string) => string,
): Promise<RendererPage> {
  const opened = await pages.open(name, view, { colorScheme: 'light' });
  const { page } = opened;
  if (shown !== undefined) await opened.showScreens(shown);
  if (tab !== undefined) {
    await page.getByRole('tab', { name: say(tab) }).click();
    await page.locator('[role=tabpanel] > :nth-child(2)').waitFor();
  }
  for (const label of (press ?? []).map(say)) {
    await page
      .getByRole('button', { name: label, exact: true })
      .or(page.getByRole('menuitem', { name: label }))
      .or(page.getByRole('tab', { name: label }))
      .first()
      .click();
  }
  if (until !== undefined) await page.getByText(say(until)).first().waitFor();
  await page.evaluate(axeSource);
  return opened;
}

describe('axe finds nothing, in any look', () => {
  it.each(Object.entries(screens()))('on %s', async (_name, screen) => {
    const opened = await openScreen(screen, (text) => text);
    const { page } = opened;
    expect(await findings(page, standards)).toEqual([]);
    for (const look of looks) {
      await page.emulateMedia(look);
      expect(await findings(page, colours), JSON.stringify(look)).toEqual([]);
    }
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});

describe('axe finds nothing in Arabic, from right to left', () => {
  it.each(Object.entries(screens()))('on %s', async (_name, screen) => {
    const view = { ...screen.view, app: { ...screen.view.app, locale: 'ar-EG' } };
    const opened = await openScreen({ ...screen, view }, await inLanguage('ar'));
    const { page } = opened;
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await findings(page, standards)).toEqual([]);
    // Nothing sticks out of the window, on either side.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});
