import { describe, expect, it } from 'vitest';
import { tallyVitest } from '../../../scripts/test/vitestReport.ts';

function report(...files: { status: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `${index}.test.ts`,
      status,
      assertionResults: tests.map((one) => ({ status: one })),
    })),
  });
}

describe('tallyVitest', () => {
  it('counts what passed and what failed', () => {
    const tally = tallyVitest(report({ status: 'failed', tests: ['passed', 'failed'] }, { status: 'passed', tests: ['passed'] }), 1);
    expect(tally).toEqual({ passed: 2, failed: 1, remarks: [] });
  });

  it('counts a file that could not be loaded', () => {
    const tally = tallyVitest(report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] }), 1);
    expect(tally).toEqual({ passed: 1, failed: 1, remarks: ['0.test.ts failed outside its tests'] });
  });

  it.each(['pending', 'skipped', 'todo'])('counts a test that was %s', (status) => {
    expect(tallyVitest(report({ status: 'passed', tests: ['passed', status] }), 0)).toEqual({
      passed: 1,
      failed: 1,
      remarks: ['1 tests were not run'],
    });
  });

  it('counts a project without a test', () => {
    expect(tallyVitest(report(), 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts an error outside the tests', () => {
    expect(tallyVitest(report({ status: 'passed', tests: ['passed'] }), 1)).toEqual({
      passed: 1,
      failed: 1,
      remarks: ['an error outside the tests'],
    });
  });

  it.each([undefined, '', '{"testResults":1}'])('counts a report that is none: %j', (text) => {
    expect(tallyVitest(text, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
