/** What one vitest run came to, from its JSON report: every way of not passing counts as a failure. */
import { z } from 'zod';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** What the numbers alone would not tell. */
  readonly remarks: readonly string[];
}

/**
 * @param report the JSON report's text; undefined when none was written.
 * @param exitCode vitest's own verdict: it knows of errors outside any test.
 */
export function tallyVitest(report: string | undefined, exitCode: number): Tally {
  const files = parse(report);
  if (files === undefined) return { passed: 0, failed: 1, remarks: ['vitest left no report'] };
  const results = files.flatMap((file) => file.assertionResults);
  const passed = results.filter(({ status }) => status === 'passed').length;
  const skipped = results.filter(({ status }) => status !== 'passed' && status !== 'failed').length;
  const unloaded = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'));
  let failed = results.length - passed + unloaded.length;
  const remarks = unloaded.map((file) => `${file.name} failed outside its tests`);
  if (skipped > 0) remarks.push(`${skipped} tests were not run`);
  if (results.length === 0 && failed === 0) {
    failed += 1;
    remarks.push('there is not one test');
  }
  if (exitCode !== 0 && failed === 0) {
    failed += 1;
    remarks.push('an error outside the tests');
  }
  return { passed, failed, remarks };
}

function parse(report: string | undefined): z.infer<typeof reportSchema>['testResults'] | undefined {
  if (report === undefined) return undefined;
  try {
    return reportSchema.parse(JSON.parse(report)).testResults;
  } catch {
    return undefined;
  }
}
