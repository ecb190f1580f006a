import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passcodeAt, untilNextStep } from '../../../src/renderer/state/countdown.ts';

const passcode = { current: '111111', next: '222222', remainingMs: 8000, periodMs: 30_000 };

describe('passcodeAt', () => {
  it('shows the current code, and the next one beside it in the last five seconds', () => {
    expect(passcodeAt(passcode, 0)).toEqual({ code: '111111', remainingMs: 8000, periodMs: 30_000 });
    expect(passcodeAt(passcode, 3000)).toEqual({ code: '111111', remainingMs: 5000, periodMs: 30_000, next: '222222' });
    expect(passcodeAt(passcode, 7999)).toEqual({ code: '111111', remainingMs: 1, periodMs: 30_000, next: '222222' });
  });

  it('goes on to the next code by itself when the view is late, and then knows nothing', () => {
    expect(passcodeAt(passcode, 8000)).toEqual({ code: '222222', remainingMs: 30_000, periodMs: 30_000 });
    expect(passcodeAt(passcode, 37_999)).toEqual({ code: '222222', remainingMs: 1, periodMs: 30_000 });
    expect(passcodeAt(passcode, 38_000)).toBeUndefined();
  });
});

describe('untilNextStep', () => {
  it('ends when nothing is left and never starts for ever', () => {
    expect(untilNextStep(0, 1000)).toBeUndefined();
    expect(untilNextStep(-5, 1000)).toBeUndefined();
    expect(untilNextStep(Number.POSITIVE_INFINITY, 1000)).toBeUndefined();
  });

  it('lands where the rounded-up seconds change', () => {
    expect(untilNextStep(42_400, 1000)).toBe(400);
    expect(untilNextStep(42_000, 1000)).toBe(1000);
    expect(untilNextStep(700, 60_000)).toBe(700);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), (left) => {
        const wait = untilNextStep(left, 1000) ?? 0;
        expect(Math.ceil((left - wait) / 1000)).toBe(Math.ceil(left / 1000) - 1);
      }),
    );
  });
});
