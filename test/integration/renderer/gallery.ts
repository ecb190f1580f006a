import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import type { AppView } from '../../../src/bridge/views.ts';
import { RendererPages } from './RendererPages.ts';
import { screens } from './views.ts';

/*
 * Pictures of every screen, to look at: `node test/integration/renderer/gallery.ts <folder> [name…]`.
 */

const [folder = 'out/gallery', ...only] = process.argv.slice(2);
const wide = { width: 900, height: 640 };
const variants: Record<string, { options: BrowserContextOptions; german?: boolean; which?: (name: string) => boolean }> = {
  light: { options: { colorScheme: 'light' } },
  dark: { options: { colorScheme: 'dark' } },
  contrast: { options: { colorScheme: 'light', contrast: 'more' }, which: (name) => /^(approval-(far|several)|accounts)$/.test(name) },
  'contrast-dark': { options: { colorScheme: 'dark', contrast: 'more' }, which: (name) => /^(approval-(far|choice)|accounts)$/.test(name) },
  forced: { options: { forcedColors: 'active' }, which: (name) => /^(approval-(far|choice)|accounts|settings)$/.test(name) },
  german: { options: { colorScheme: 'light' }, german: true, which: (name) => !/press|remove|add|start-over|activity|settings/.test(name) },
  wide: {
    options: { colorScheme: 'light', viewport: wide },
    which: (name) => /^(accounts|activity|settings|welcome|vault-locked|approval-several)/.test(name),
  },
};

await mkdir(folder, { recursive: true });
const pages = await RendererPages.start();
try {
  for (const [variant, { options, german = false, which = () => true }] of Object.entries(variants)) {
    for (const [name, screen] of Object.entries(screens())) {
      if (!which(name) || (only.length > 0 && !only.includes(name) && !only.includes(variant))) continue;
      const view: AppView = german ? { ...screen.view, app: { ...screen.view.app, locale: 'de-DE' } } : screen.view;
      const opened = await pages.open(screen.page, view, options);
      if (screen.tab !== undefined) await opened.page.getByRole('tab', { name: screen.tab }).click();
      for (const press of screen.press ?? [])
        await opened.page
          .locator(`role=button[name="${press}"] >> visible=true`)
          .or(opened.page.getByRole('menuitem', { name: press }))
          .or(opened.page.getByRole('tab', { name: press }))
          .first()
          .click();
      if (name === 'approval-far') await opened.page.keyboard.type('407');
      await opened.page.waitForTimeout(80);
      await opened.page.screenshot({ path: join(folder, `${name}.${variant}.png`) });
      for (const complaint of opened.complaints) console.error(`${name}.${variant}: ${complaint}`);
      await opened.close();
    }
  }
} finally {
  await pages.close();
}
