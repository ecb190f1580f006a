import { describe, expect, it } from 'vitest';
import { budgets, sizeComplaints } from '../../../../scripts/package/sizes.ts';

describe('sizeComplaints', () => {
  it('has none up to the budget, and one for each that is passed', () => {
    const half = budgets.own / 2;
    expect(sizeComplaints({ archive: half, unpacked: half, whole: budgets.whole })).toEqual([]);
    expect(sizeComplaints({ archive: half, unpacked: half + 1, whole: undefined })).toHaveLength(1);
    expect(sizeComplaints({ archive: half, unpacked: half + 1, whole: budgets.whole + 1 })).toHaveLength(2);
  });
});
