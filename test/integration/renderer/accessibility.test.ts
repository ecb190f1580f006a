import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
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

const looks: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'high contrast': { colorScheme: 'light', contrast: 'more' },
  'dark high contrast': { colorScheme: 'dark', contrast: 'more' },
};

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(async () => await (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

describe.each(Object.entries(looks))('axe finds nothing in %s', (_, options) => {
  it.each(Object.entries(screens()))('on %s', async (_name, screen) => {
    const opened = await pages.open(screen.page, screen.view, options);
    const { page } = opened;
    if (screen.tab !== undefined) await page.getByRole('tab', { name: screen.tab }).click();
    for (const name of screen.press ?? []) {
      await page.getByRole('button', { name, exact: true }).or(page.getByRole('menuitem', { name })).or(page.getByRole('tab', { name })).first().click();
    }
    expect(await findings(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});
