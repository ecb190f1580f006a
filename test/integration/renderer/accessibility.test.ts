import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RendererPages } from './RendererPages.ts';
import { screens } from './views.ts';

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

describe('axe finds nothing, in any look', () => {
  it.each(Object.entries(screens()))('on %s', async (_name, screen) => {
    const opened = await pages.open(screen.page, screen.view, { colorScheme: 'light' });
    const { page } = opened;
    if (screen.tab !== undefined) await page.getByRole('tab', { name: screen.tab }).click();
    for (const name of screen.press ?? []) {
      await page
        .getByRole('button', { name, exact: true })
        .or(page.getByRole('menuitem', { name }))
        .or(page.getByRole('tab', { name }))
        .first()
        .click();
    }
    await page.evaluate(axeSource);
    expect(await findings(page, standards)).toEqual([]);
    for (const look of looks) {
      await page.emulateMedia(look);
      expect(await findings(page, colours), JSON.stringify(look)).toEqual([]);
    }
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});
