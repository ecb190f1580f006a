import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../../src/main/channel/backOff.ts';

describe('backOffMs', () => {
  it('waits for at most 1 s first, then twice as long each time, and never longer than 15 s', () => {
    expect([1, 2, 3, 4, 5, 6, 100, 10_000].map((failures) => backOffMs(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it('spreads the waits over the whole range, so that apps do not come back in step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          const waitMs = backOffMs(failures, random);
          expect(waitMs).toBe(Math.round(backOffMs(failures, 1) * random));
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(15_000);
        },
      ),
    );
  });
});
