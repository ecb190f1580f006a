import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passcodeOf } from '../../../../src/main/passcodes/passcodeOf.ts';
import { SECRETS } from '../support/signing.ts';

describe('passcodeOf', () => {
  it('gives the codes of RFC 6238, appendix B, with their last six digits', () => {
    const codes = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000].map((s) => passcodeOf(SECRETS, s * 1000).current);
    expect(codes).toEqual(['287082', '081804', '050471', '005924', '279037']);
  });

  it('changes at the border of a step and not a millisecond before', () => {
    const before = passcodeOf(SECRETS, 59_999);
    const after = passcodeOf(SECRETS, 60_000);
    expect(before.remainingMs).toBe(1);
    expect(after.remainingMs).toBe(30_000);
    expect(after.current).toBe(before.next);
    expect(after.current).not.toBe(before.current);
  });

  it('always has time left, and names next what comes next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
        const { current, next, remainingMs, periodMs } = passcodeOf(SECRETS, ms);
        expect(current).toMatch(/^\d{6}$/);
        expect(remainingMs).toBeGreaterThan(0);
        expect(remainingMs).toBeLessThanOrEqual(periodMs);
        expect(passcodeOf(SECRETS, ms + remainingMs).current).toBe(next);
        expect(passcodeOf(SECRETS, ms + remainingMs - 1).current).toBe(current);
      }),
    );
  });
});
