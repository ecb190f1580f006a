import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import type { AccountView, RequestView } from '../../../src/bridge/views.ts';
import { RendererPages } from './RendererPages.ts';
import { appView, fatigued, nearRequest, request, sameNetworkRequest } from './views.ts';

/*
 * The pictures of the approval window in docs/images: `node test/integration/renderer/docsImages.ts [locale]`, for
 * example `ar-EG`; the language stands in the names then. Look at them before you commit them.
 */

const [locale] = process.argv.slice(2);
const FOLDER = join(import.meta.dirname, '../../../docs/images');
const ONE = { width: 420, height: 640 };
const SEVERAL = { width: 720, height: 640 };

/** Always the same morning, so that a picture changes only when the window does. */
const askedAt = (second: number): number => new Date(2026, 10, 12, 7, 4, second).getTime();
const far = request({ askedAtMs: askedAt(12) });
const three = [far, { ...nearRequest, askedAtMs: askedAt(21) }, { ...sameNetworkRequest, askedAtMs: askedAt(30) }];

interface Picture {
  requests: RequestView[];
  accounts?: AccountView[];
  options: BrowserContextOptions;
  typed?: string;
}

const pictures: Record<string, Picture> = {
  'approval-light': { requests: [far], options: { colorScheme: 'light', viewport: ONE }, typed: '407' },
  'approval-dark': { requests: [far], options: { colorScheme: 'dark', viewport: ONE }, typed: '407' },
  'approval-contrast': { requests: [far], options: { forcedColors: 'active', viewport: ONE }, typed: '407' },
  'approval-several': { requests: three, options: { colorScheme: 'light', viewport: SEVERAL } },
  'approval-mute': { requests: [], accounts: [fatigued], options: { colorScheme: 'light', viewport: ONE } },
};

const pages = await RendererPages.start();
try {
  for (const [name, { requests, accounts, options, typed }] of Object.entries(pictures)) {
    const view = appView({ requests, ...(accounts !== undefined && { accounts }) });
    const app = { ...view.app, locale: locale ?? 'en-DE' };
    const { page, complaints } = await pages.open('approval', { ...view, app }, { ...options, deviceScaleFactor: 2 });
    if (requests.length > 0) await page.locator('.map-marker').first().waitFor({ state: 'attached' });
    if (typed !== undefined) await page.keyboard.type(typed);
    await page.screenshot({ path: join(FOLDER, locale === undefined ? `${name}.png` : `${name}.${locale}.png`) });
    for (const complaint of complaints) console.error(`${name}: ${complaint}`);
    await page.context().close();
  }
} finally {
  await pages.close();
}
