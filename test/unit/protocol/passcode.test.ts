import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchingStep, passcodeOfStep, passcodeParametersSchema, stepAt } from '../../../src/protocol/passcode.ts';
import { SECRET } from '../../vectors/samples.ts';

const { passcode: parameters } = SECRET;

describe('passcodes', () => {
  // RFC 6238 appendix B, SHA-1; the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s are %s', (seconds, code) => {
    const step = stepAt(parameters, seconds * 1000);
    expect(passcodeOfStep(parameters, step)).toBe(code);
    expect(matchingStep(parameters, code, seconds * 1000)).toBe(step);
  });

  it('change with the step of 30 s', () => {
    expect(stepAt(parameters, 59_999)).toBe(1);
    expect(stepAt(parameters, 60_000)).toBe(2);
    expect(stepAt(parameters, 0)).toBe(0);
  });

  it('match one step to either side and no further', () => {
    const now = 1_234_567_890_000;
    const step = stepAt(parameters, now);
    for (const offset of [-1, 0, 1]) expect(matchingStep(parameters, passcodeOfStep(parameters, step + offset), now)).toBe(step + offset);
    for (const offset of [-10, -2, 2, 10]) expect(matchingStep(parameters, passcodeOfStep(parameters, step + offset), now)).toBeUndefined();
  });

  it('match at the start of time, where there is no step before', () => {
    expect(matchingStep(parameters, passcodeOfStep(parameters, 0), 0)).toBe(0);
    expect(matchingStep(parameters, passcodeOfStep(parameters, 1), 0)).toBe(1);
    expect(matchingStep(parameters, '000000', 0)).toBeUndefined();
  });

  it.each([
    [''],
    ['28708'],
    ['2870820'],
    ['287 082'],
    [' 287082'],
    ['287082\n'],
    ['２８７０８２'],
    ['٢٨٧٠٨٢'],
    ['28708a'],
    ['+28708'],
    ['2870.8'],
    ['0x1234'],
  ])('are six ASCII digits: %j is none', (text) => {
    expect(matchingStep(parameters, text, 59_000)).toBeUndefined();
  });

  it('are six digits for every step, and match themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 666_666_666 }), (step) => {
        const code = passcodeOfStep(parameters, step);
        expect(code).toMatch(/^\d{6}$/);
        const found = matchingStep(parameters, code, step * 30_000);
        expect(found === undefined ? undefined : passcodeOfStep(parameters, found)).toBe(code);
      }),
    );
  });

  it('come from SHA-1, six digits, 30 s and a secret of 128 to 640 bits', () => {
    const accepts = (change: object): boolean => passcodeParametersSchema.safeParse({ ...parameters, ...change }).success;
    expect(accepts({})).toBe(true);
    for (const change of [
      { secret: 'A'.repeat(25) },
      { secret: 'A'.repeat(129) },
      { secret: parameters.secret.toLowerCase() },
      { secret: `${parameters.secret}==` },
      { secret: `${parameters.secret}1` },
      { algorithm: 'SHA256' },
      { digits: 8 },
      { period: 60 },
    ]) {
      expect(accepts(change)).toBe(false);
    }
  });
});
