/** What one vitest run came to, from its JSON report: every way of not passing counts as a failure. */
import { z } from 'zod';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string().default(''), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

type FileResult = z.infer<typeof reportSchema>['testResults'][number];

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What the numbers alone would not tell. */
  readonly remarks: readonly string[];
}

export interface ProjectTally extends Tally {
  /** The paths of the files in which something failed, each with what it holds. */
  readonly failedFiles: readonly { readonly path: string; readonly passed: number; readonly failed: number }[];
}

/**
 * @param report the JSON report's text; undefined when none was written.
 * @param exitCode vitest's own verdict: it knows of errors outside any test.
 */
export function tallyVitest(report: string | undefined, exitCode: number): ProjectTally {
  const files = parse(report);
  if (files === undefined) return { passed: 0, failed: 1, remarks: ['vitest left no report'], failedFiles: [] };
  const tallies = files.map(tallyFile);
  const passed = sum(tallies.map((tally) => tally.passed));
  let failed = sum(tallies.map((tally) => tally.failed));
  const remarks = tallies.flatMap((tally) => tally.remarks);
  if (passed + failed === 0) {
    failed += 1;
    remarks.push('there is not one test');
  }
  if (exitCode !== 0 && failed === 0) {
    failed += 1;
    remarks.push('an error outside the tests');
  }
  const failedFiles = tallies
    .filter((tally) => tally.failed > 0)
    .map((tally) => ({ path: tally.path, passed: tally.passed, failed: tally.failed }));
  return { passed, failed, remarks, failedFiles };
}

/** The sum after the failed files have run once more; what failed first stays named. */
export function withSecondTry(first: ProjectTally, second: Tally): Tally {
  const { failedFiles } = first;
  return {
    passed: first.passed - sum(failedFiles.map(({ passed }) => passed)) + second.passed,
    failed: first.failed - sum(failedFiles.map(({ failed }) => failed)) + second.failed,
    remarks: [...first.remarks.map((remark) => `first try: ${remark}`), ...second.remarks.map((remark) => `second try: ${remark}`)],
  };
}

function tallyFile({ name, status, assertionResults }: FileResult): Tally & { path: string } {
  const failures = assertionResults.filter((result) => result.status === 'failed');
  const passed = assertionResults.filter((result) => result.status === 'passed').length;
  const skipped = assertionResults.length - passed - failures.length;
  const remarks = failures.map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${firstLine(failureMessages?.[0])}`);
  const isUnloaded = status === 'failed' && failures.length === 0;
  if (isUnloaded) remarks.push(`${name} failed outside its tests`);
  if (skipped > 0) remarks.push(`${name}: ${skipped} not run`);
  return { path: name, passed, failed: failures.length + skipped + (isUnloaded ? 1 : 0), remarks };
}

function firstLine(message = ''): string {
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function parse(report: string | undefined): FileResult[] | undefined {
  if (report === undefined) return undefined;
  try {
    return reportSchema.parse(JSON.parse(report)).testResults;
  } catch {
    return undefined;
  }
}
