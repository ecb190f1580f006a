import type { Benchmark } from '../../test/bench/Benchmark.ts';
import type { Row } from '../../test/bench/Row.ts';

export interface Measured {
  readonly benchmark: Pick<Benchmark, 'name' | 'how'>;
  readonly rows: readonly Row[];
}

const BEGIN = '<!-- results: written by npm run bench -->';
const END = '<!-- end of results -->';
const HEADINGS = ['', 'value', 'floor', 'ratio', 'goal', 'met'];

/** The table for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}

/** The part of docs/benchmarks.md that a run writes. */
export function resultsAsMarkdown(measured: readonly Measured[], machine: readonly (readonly [string, string])[], date: Date): string {
  const rows = measured.flatMap((one) => one.rows);
  return [
    `${date.toISOString().slice(0, 10)}. ${machine.map(([name, value]) => `${name}: ${value}`).join('; ')}.`,
    [`| ${HEADINGS.join(' | ')} |`, '| --- | --: | --: | --: | --: | --- |', ...rows.map((row) => `| ${cellsOf(row).join(' | ')} |`)].join(
      '\n',
    ),
    '## How it is measured',
    ...measured.map(({ benchmark: { name, how } }) => `### ${name}\n\n${how}`),
  ].join('\n\n');
}

/** @throws Error when the page has no place for them */
export function replaceResults(page: string, results: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The page has no part between ${BEGIN} and ${END}.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${results}\n\n${page.slice(end)}`;
}

function cellsOf({ name, value, unit, floor, ratio, goal, met }: Row): string[] {
  const amount = (number: number | null): string => (number === null ? '' : `${rounded(number)} ${unit}`);
  const most = goal === null ? '' : ratio === null ? `≤ ${goal} ${unit}` : `≤ ${goal} ×`;
  const factor = ratio === null ? '' : `${rounded(ratio)} ×`;
  return [name, amount(value), amount(floor), factor, most, met === null ? '' : met ? 'yes' : 'no'];
}

/** Three figures are more than a run can repeat. */
function rounded(number: number): string {
  return Math.abs(number) >= 100 ? String(Math.round(number)) : String(Number(number.toPrecision(3)));
}
