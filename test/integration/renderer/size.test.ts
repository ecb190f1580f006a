import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RendererPages } from './RendererPages.ts';

const BUDGET_BYTES = 180 * 1024;

describe('the pages', () => {
  let pages: RendererPages;
  beforeAll(async () => {
    pages = await RendererPages.start();
  });
  afterAll(async () => await pages.close());

  it('load no more JavaScript than the budget, both windows together', async () => {
    const folder = join(pages.folder, 'assets');
    const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
    const sizes = await Promise.all(scripts.map(async (name) => gzipSync(await readFile(join(folder, name))).length));
    expect(scripts.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET_BYTES);
  });
});
