import { describe, expect, it } from 'vitest';
import { tallyVitest, withSecondTry } from '../../../scripts/test/vitestReport.ts';

function report(...files: { status: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `${index}.test.ts`,
      status,
      assertionResults: tests.map((one, place) => ({
        status: one,
        fullName: `test ${place}`,
        failureMessages: one === 'failed' ? ['Error: no\n    at here'] : [],
      })),
    })),
  });
}

describe('tallyVitest', () => {
  it('counts what passed and what failed', () => {
    const tally = tallyVitest(report({ status: 'failed', tests: ['passed', 'failed'] }, { status: 'passed', tests: ['passed'] }), 1);
    expect(tally).toEqual({
      passed: 2,
      failed: 1,
      remarks: ['0.test.ts > test 1: Error: no'],
      failedFiles: [{ path: '0.test.ts', passed: 1, failed: 1 }],
    });
  });

  it('counts a file that could not be loaded', () => {
    const tally = tallyVitest(report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] }), 1);
    expect(tally).toMatchObject({ passed: 1, failed: 1, remarks: ['0.test.ts failed outside its tests'] });
  });

  it.each(['pending', 'skipped', 'todo'])('counts a test that was %s', (status) => {
    expect(tallyVitest(report({ status: 'passed', tests: ['passed', status] }), 0)).toMatchObject({
      passed: 1,
      failed: 1,
      remarks: ['0.test.ts: 1 not run'],
    });
  });

  it('counts a project without a test', () => {
    expect(tallyVitest(report(), 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts an error outside the tests', () => {
    expect(tallyVitest(report({ status: 'passed', tests: ['passed'] }), 1)).toMatchObject({
      passed: 1,
      failed: 1,
      remarks: ['an error outside the tests'],
    });
  });

  it.each([undefined, '', '{"testResults":1}'])('counts a report that is none: %j', (text) => {
    expect(tallyVitest(text, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('withSecondTry', () => {
  const first = tallyVitest(report({ status: 'passed', tests: ['passed'] }, { status: 'failed', tests: ['passed', 'failed'] }), 1);

  it('counts what passes then, and still names what failed first', () => {
    const second = tallyVitest(report({ status: 'passed', tests: ['passed', 'passed'] }), 0);
    expect(withSecondTry(first, second)).toEqual({ passed: 3, failed: 0, remarks: ['first try: 1.test.ts > test 1: Error: no'] });
  });

  it('counts what fails again', () => {
    const second = tallyVitest(report({ status: 'failed', tests: ['passed', 'failed'] }), 1);
    expect(withSecondTry(first, second)).toMatchObject({ passed: 2, failed: 1 });
  });

  it('counts a second run that left nothing', () => {
    expect(withSecondTry(first, tallyVitest(undefined, 1))).toMatchObject({ passed: 1, failed: 1 });
  });
});
