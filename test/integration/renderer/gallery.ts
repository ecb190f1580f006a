import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import type { AppView } from '../../../src/bridge/views.ts';
import type { Language } from '../../../src/bridge/language.ts';
import { inLanguage } from './inLanguage.ts';
import { RendererPages } from './RendererPages.ts';
import { screens } from './views.ts';

/*
 * Pictures of every screen, to look at: `node test/integration/renderer/gallery.ts <folder> [name… or variant… or name.variant…]`.
 */

const [folder = 'out/gallery', ...only] = process.argv.slice(2);
const wide = { width: 900, height: 640 };
/** As the approval window is with several requests. */
const several = { width: 716, height: 624 };
const variants: Record<string, { options: BrowserContextOptions; language?: Language; which?: (name: string) => boolean }> = {
  light: { options: { colorScheme: 'light' } },
  dark: { options: { colorScheme: 'dark' } },
  contrast: {
    options: { colorScheme: 'light', contrast: 'more' },
    which: (name) => /^(approval-(far|several)|accounts|accounts-(arranged|select))$/.test(name),
  },
  'contrast-dark': {
    options: { colorScheme: 'dark', contrast: 'more' },
    which: (name) => /^(approval-(far|choice)|accounts|accounts-(arranged|select))$/.test(name),
  },
  forced: {
    options: { forcedColors: 'active' },
    which: (name) => /^(approval-(far|choice)|accounts|accounts-(arranged|select)|settings)$/.test(name),
  },
  german: { options: { colorScheme: 'light' }, language: 'de' },
  arabic: { options: { colorScheme: 'light' }, language: 'ar' },
  'arabic-wide': { options: { colorScheme: 'dark', viewport: wide }, language: 'ar', which: (name) => /^(accounts|activity)$/.test(name) },
  japanese: { options: { colorScheme: 'light' }, language: 'ja' },
  french: { options: { colorScheme: 'light' }, language: 'fr', which: (name) => /^(accounts|activity|settings|approval-far)$/.test(name) },
  spanish: { options: { colorScheme: 'light' }, language: 'es', which: (name) => /^(accounts|activity|settings|approval-far)$/.test(name) },
  several: { options: { colorScheme: 'light', viewport: several }, which: (name) => /^approval-(several|twins|flood)$/.test(name) },
  wide: {
    options: { colorScheme: 'light', viewport: wide },
    which: (name) => /^(accounts|activity|settings|welcome|vault-locked|approval-several)/.test(name),
  },
};

await mkdir(folder, { recursive: true });
const pages = await RendererPages.start();
try {
  for (const [variant, { options, language = 'en', which = () => true }] of Object.entries(variants)) {
    const say = await inLanguage(language);
    for (const [name, screen] of Object.entries(screens())) {
      if (!which(name) || (only.length > 0 && ![name, variant, `${name}.${variant}`].some((chosen) => only.includes(chosen)))) continue;
      const locale = language === 'en' ? 'en-GB' : language;
      const view: AppView = { ...screen.view, app: { ...screen.view.app, locale } };
      const opened = await pages.open(screen.page, view, options);
      if (screen.screens !== undefined) await opened.showScreens(screen.screens);
      if (screen.tab !== undefined) {
        await opened.page.getByRole('tab', { name: say(screen.tab) }).click();
        await opened.page.locator('[role=tabpanel] > :nth-child(2)').waitFor();
      }
      for (const press of (screen.press ?? []).map(say))
        await opened.page
          .locator(`role=button[name="${press}"] >> visible=true`)
          .or(opened.page.getByRole('menuitem', { name: press }))
          .or(opened.page.getByRole('tab', { name: press }))
          .first()
          .click();
      if (name === 'approval-far') await opened.page.keyboard.type('407');
      if (screen.until !== undefined) await opened.page.getByText(say(screen.until)).first().waitFor();
      await opened.page.waitForTimeout(250);
      if ((await opened.page.locator('.map:visible').count()) > 0)
        await opened.page.locator('.map-marker').first().waitFor({ state: 'attached' });
      await opened.page.waitForTimeout(80);
      await opened.page.screenshot({ path: join(folder, `${name}.${variant}.png`) });
      for (const complaint of opened.complaints) console.error(`${name}.${variant}: ${complaint}`);
      await opened.close();
    }
  }
} finally {
  await pages.close();
}
