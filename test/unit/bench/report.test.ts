import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { againstFloor, byValue } from '../../bench/Row.ts';
import { replaceResults, resultsAsMarkdown, tableOf } from '../../../scripts/bench/report.ts';

const rows = [
  againstFloor({ name: 'delivery', value: 1.23456, unit: 'ms' }, 1, 1.5),
  byValue({ name: 'size', value: 190.4, unit: 'KiB' }, 180),
  byValue({ name: 'memory', value: 30, unit: 'MiB' }),
];
const page = join(import.meta.dirname, '../../../docs/benchmarks.md');

describe('the table of a run', () => {
  it('shows value, floor, ratio, goal and whether it is met', () => {
    expect(tableOf(rows).split('\n')).toEqual([
      '            value  floor   ratio       goal  met',
      'delivery  1.23 ms   1 ms  1.23 ×    ≤ 1.5 ×  yes',
      'size      190 KiB                 ≤ 180 KiB   no',
      'memory     30 MiB',
    ]);
  });

  it('stands in the page with date, machine and how it was measured, in place of the last one', async () => {
    const measured = [{ benchmark: { name: 'delivery', how: 'By a stop-watch.' }, rows }];
    const results = resultsAsMarkdown(measured, [['Node', '24.0.0']], new Date('2030-01-02T03:04:05Z'));
    const before = await readFile(page, 'utf8');
    const once = replaceResults(before, results);
    expect(once).toContain('2030-01-02. Node: 24.0.0.');
    expect(once).toContain('| delivery | 1.23 ms | 1 ms | 1.23 × | ≤ 1.5 × | yes |');
    expect(once).toContain('### delivery\n\nBy a stop-watch.');
    expect(replaceResults(once, 'Another.')).toBe(replaceResults(before, 'Another.'));
  });

  it('is not lost in a page without a place for it', () => {
    expect(() => replaceResults('# Benchmarks\n', 'x')).toThrow('no part');
  });
});
