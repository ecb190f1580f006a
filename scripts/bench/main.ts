/**
 * `npm run bench`: builds, measures the product against floors, and fails when a goal is missed. `npm run bench -- delivery app`
 * runs only those; then docs/benchmarks.md, which tells of one whole run, stays as it is.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark } from '../../test/bench/Benchmark.ts';
import { benchmarks } from '../../test/bench/benchmarks.ts';
import type { Row } from '../../test/bench/Row.ts';
import { build } from '../lib/builds.ts';
import { chooseElectronHost } from '../lib/electronHost.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence, sayAndExit } from '../lib/Sentence.ts';
import { ensureSystemParts } from '../lib/systemParts.ts';
import { BenchRun } from './BenchRun.ts';
import { describeMachine } from './describeMachine.ts';
import { type Measured, replaceResults, resultsAsMarkdown, tableOf } from './report.ts';

const json = join(projectRoot, 'out/bench.json');
const page = join(projectRoot, 'docs/benchmarks.md');

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayAndExit(error);
}

async function main(asked: string[]): Promise<number> {
  const chosen = choose(asked);
  ensureSystemParts({ chromium: true, tests: true });
  console.log('Building …');
  await build();
  const host = await chooseElectronHost({ download: false });
  console.log(host.why);
  const measured = await measure(chosen, await BenchRun.start(host));
  const rows = measured.flatMap((one) => one.rows);
  console.log(`\n${tableOf(rows)}`);
  await mkdir(join(projectRoot, 'out'), { recursive: true });
  await writeFile(json, `${JSON.stringify(rows, null, 2)}\n`);
  if (chosen.length === benchmarks.length) {
    const results = resultsAsMarkdown(measured, await describeMachine(host), new Date());
    await writeFile(page, replaceResults(await readFile(page, 'utf8'), results));
  }
  return sumUp(rows);
}

function choose(asked: readonly string[]): readonly Benchmark[] {
  const unknown = asked.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0)
    throw new Sentence(`No benchmark is called ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}.`);
  return asked.length === 0 ? benchmarks : benchmarks.filter(({ name }) => asked.includes(name));
}

async function measure(chosen: readonly Benchmark[], run: BenchRun): Promise<Measured[]> {
  const measured: Measured[] = [];
  try {
    for (const benchmark of chosen) {
      const startMs = performance.now();
      const rows = await benchmark.run(run.context);
      measured.push({ benchmark, rows });
      console.log(`${benchmark.name}: measured in ${Math.round((performance.now() - startMs) / 1000)} s`);
    }
  } finally {
    await run.stop();
  }
  return measured;
}

function sumUp(rows: readonly Row[]): number {
  const missed = rows.filter(({ met }) => met === false);
  const held = rows.filter(({ met }) => met === true);
  console.log(`\n${held.length} goals met, ${missed.length} missed${missed.map(({ name }) => `\n  missed: ${name}`).join('')}`);
  return missed.length === 0 ? 0 : 1;
}
