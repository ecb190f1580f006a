import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/bridge/language.ts';
import { loadedScripts } from '../../bench/lib/loadedScripts.ts';
import { RendererPages } from './RendererPages.ts';

const BUDGET_BYTES = 180 * 1024;

describe('a window', () => {
  let pages: RendererPages;
  beforeAll(async () => {
    pages = await RendererPages.start();
  });
  afterAll(async () => await pages.close());

  const sizeOf = async (script: string) => gzipSync(await readFile(join(pages.folder, script))).length;

  it.each(['index.html', 'approval.html'])('loads no more JavaScript for %s than the budget, in the longest language', async (page) => {
    const scripts = await loadedScripts(pages.folder, page);
    const sizes = await Promise.all(scripts.map(sizeOf));
    const names = (await readdir(join(pages.folder, 'assets'))).filter((name) =>
      LANGUAGES.some((language) => name.startsWith(`${language}-`)),
    );
    expect(names).toHaveLength(LANGUAGES.length);
    const longest = Math.max(...(await Promise.all(names.map(async (name) => await sizeOf(join('assets', name))))));
    // No catalogue is among what is loaded in any case.
    expect(scripts.filter((script) => names.some((name) => script.endsWith(name)))).toEqual([]);
    expect(scripts.length).toBeGreaterThan(1);
    const total = sizes.reduce((sum, size) => sum + size, 0) + longest;
    expect(total).toBeLessThanOrEqual(BUDGET_BYTES);
  });
});
