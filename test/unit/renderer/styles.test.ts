import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../../src/renderer/styles');
const files = readdirSync(folder).filter((name) => name.endsWith('.css'));

/** Declarations that name a side of the screen where they mean the beginning or the end of a line. */
const physical = [
  /(?:^|[\s;{])(?:margin|padding|border)-(?:left|right)(?:-\w+)?\s*:/g,
  /(?:^|[\s;{])(?:left|right)\s*:/g,
  /(?:^|[\s;{])border-(?:top|bottom)-(?:left|right)-radius\s*:/g,
  /float\s*:\s*(?:left|right)/g,
];

/** `padding: 1px 2px 3px 4px` with different sides. */
const lopsided = /(?:padding|margin|inset)\s*:\s*\S+ (\S+) \S+ ([^\s;]+);/g;

/** Rules that are about one direction say so in their selector. */
function withoutDirected(css: string): string {
  return css.replaceAll(/[^{}]*\[dir=[^{}]*\{[^{}]*\}/g, '');
}

it.each(files)('%s means beginning and end, not left and right', (name) => {
  const css = withoutDirected(readFileSync(join(folder, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, ''));
  for (const pattern of physical) expect(css.match(pattern) ?? [], String(pattern)).toEqual([]);
  const uneven = Array.from(css.matchAll(lopsided)).filter(([, right, left]) => right !== left);
  expect(uneven.map(([declaration]) => declaration)).toEqual([]);
  expect(css.match(/text-align\s*:\s*(?:left|right)/g) ?? []).toEqual([]);
});
