import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../lib/projectRoot.ts';
import { attackRows, complaints, tableOf } from './attackReport.ts';
import { reportOf } from './checks.ts';
import type { Tally } from './vitestReport.ts';

/** Prints the table of attacks, keeps it in `out/attacks.json`, and fails on any success and any attacker that hardly tried. */
export async function sumUpAttacks(tally: Tally): Promise<Tally> {
  const report = await readFile(reportOf('attacks'), 'utf8').catch(() => undefined);
  if (report === undefined) return tally;
  const rows = attackRows(report);
  await writeFile(join(projectRoot, 'out/attacks.json'), `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`\n${tableOf(rows)}`);
  const wrong = complaints(rows);
  // A successful attack has failed its test already; here it must not be lost if that ever changes.
  return { ...tally, failed: Math.max(tally.failed, wrong.length), remarks: [...tally.remarks, ...wrong] };
}
