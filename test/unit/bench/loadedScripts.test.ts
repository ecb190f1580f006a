import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadedScripts, staticImports } from '../../bench/lib/loadedScripts.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('the scripts that a page loads', () => {
  it('are its own and what they import statically, each once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-pages-'));
    folders.push(folder);
    await mkdir(join(folder, 'assets'));
    await writeFile(
      join(folder, 'index.html'),
      '<link rel="stylesheet" href="./assets/style.css"><script type="module" crossorigin src="./assets/main.js"></script>',
    );
    await writeFile(join(folder, 'assets/main.js'), 'import{a as b}from"./shared.js";import"./effect.js";b(()=>import("./later.js"))');
    await writeFile(join(folder, 'assets/shared.js'), 'export{c as a}from"./effect.js"');
    await writeFile(join(folder, 'assets/effect.js'), 'export const c=1');
    expect((await loadedScripts(folder, 'index.html')).toSorted()).toEqual(['assets/effect.js', 'assets/main.js', 'assets/shared.js']);
  });

  it('are not those that are imported when they are wanted, nor packages', () => {
    expect(staticImports('import("./later.js");import x from"react";import"./now.js"')).toEqual(['./now.js']);
  });
});
