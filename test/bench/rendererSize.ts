import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Benchmark } from './Benchmark.ts';
import { loadedScripts } from './lib/loadedScripts.ts';
import { byValue } from './Row.ts';

const FOLDER = join(import.meta.dirname, '../../out/renderer');
const GOAL_KIB = 180;

export const rendererSize: Benchmark = {
  name: 'renderer-size',
  how: `JavaScript that a window loads before it shows anything: the scripts of its page and what they import statically, and
the English catalogue, each compressed by gzip on its own.`,
  run: async () => [
    byValue({ name: 'JavaScript of the main window', value: await sizeOf('index.html'), unit: 'KiB' }, GOAL_KIB),
    byValue({ name: 'JavaScript of the approval window', value: await sizeOf('approval.html'), unit: 'KiB' }),
  ],
};

async function sizeOf(page: string): Promise<number> {
  const catalogues = (await readdir(join(FOLDER, 'assets'))).filter((name) => /^en-.*\.js$/.test(name)).map((name) => join('assets', name));
  const scripts = [...(await loadedScripts(FOLDER, page)), ...catalogues];
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await readFile(join(FOLDER, script))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
