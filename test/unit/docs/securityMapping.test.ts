import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMapping } from './readMapping.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const security = read('docs/security.md');
const text = read('docs/security-mapping.md');
const mapping = readMapping(text);

/** As a text of its own in a line that runs: neither in a comment nor skipped. */
function isTitleIn(file: string, title: string): boolean {
  return file
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/?\*)|\.skip\b/.test(line))
    .some((line) => ["'", '"', '`'].some((quote) => line.includes(`${quote}${title}${quote}`)));
}

/** An auditor follows these names by hand: each must lead somewhere. */
describe('docs/security-mapping.md', () => {
  it('names files that are there', () => {
    expect(mapping.files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(mapping.files.length).toBeGreaterThan(100);
  });

  it('names tests by the titles that stand in their files', () => {
    const missing = mapping.proofs.filter(({ path, title }) => !isTitleIn(read(path), title));
    expect(missing).toEqual([]);
    expect(mapping.proofs.length).toBeGreaterThan(100);
  });

  it('has a test in each row, or says that there is none and why', () => {
    expect(mapping.rows.filter((row) => !/^none: \S/.test(row.last) && row.titles === 0).map(({ first }) => first)).toEqual([]);
    expect(mapping.rows.filter((row) => row.last.startsWith('none') && row.titles > 0)).toEqual([]);
  });

  it('leaves no title without a file before it', () => {
    expect(mapping.homeless).toEqual([]);
  });

  it('has every attacker and every limit of docs/security.md', () => {
    const [attackers = '', limits = ''] = security.split('## Honest limits');
    const names = [...attackers.matchAll(/^\| ([^|]+) \|/gm)].map(([, name = '']) => name).filter((name) => !/^(attacker|---)$/.test(name));
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !text.includes(`\n### ${name}\n`))).toEqual([]);
    const bold = [...limits.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, limit = '']) => limit);
    expect(bold.length).toBeGreaterThan(12);
    expect(bold.filter((limit) => !text.includes(`\n| ${limit} |`))).toEqual([]);
  });
});
