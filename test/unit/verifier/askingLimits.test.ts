import { describe, expect, it } from 'vitest';
import { parseAskingLimit } from '../../../src/verifier/cli/parseAskingLimit.ts';
import { ASKING_LIMITS, waitBeforeAskingMs } from '../../../src/verifier/policy/askingLimits.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const asked = (...minutesAgo: number[]): number[] => minutesAgo.map((ago) => NOW - ago * MINUTE);

describe('how often a subscriber may be asked', () => {
  const limits = [
    { most: 2, withinMs: 10 * MINUTE },
    { most: 4, withinMs: 60 * MINUTE },
  ];

  it('is ten times in ten minutes and thirty in an hour, unless told otherwise', () => {
    expect(ASKING_LIMITS).toEqual([
      { most: 10, withinMs: 600_000 },
      { most: 30, withinMs: 3_600_000 },
    ]);
  });

  it('has to wait until the oldest of too many is long enough ago', () => {
    expect(waitBeforeAskingMs(limits, [], NOW)).toBe(0);
    expect(waitBeforeAskingMs(limits, asked(1), NOW)).toBe(0);
    expect(waitBeforeAskingMs(limits, asked(1, 4), NOW)).toBe(6 * MINUTE);
    expect(waitBeforeAskingMs(limits, asked(1, 10), NOW)).toBe(0);
  });

  it('has to keep every limit', () => {
    expect(waitBeforeAskingMs(limits, asked(11, 12, 13, 14), NOW)).toBe(46 * MINUTE);
    expect(waitBeforeAskingMs(limits, asked(1, 2, 58, 59), NOW)).toBe(8 * MINUTE);
    expect(waitBeforeAskingMs([], asked(0, 0, 0, 0), NOW)).toBe(0);
  });

  it('waits no longer than the limit itself when the clock was set back', () => {
    expect(waitBeforeAskingMs(limits, asked(-500, -500), NOW)).toBe(10 * MINUTE);
  });

  it('is written on the command line', () => {
    expect(parseAskingLimit('5/90s', parseAskingLimit('30/1h'))).toEqual([
      { most: 30, withinMs: 3_600_000 },
      { most: 5, withinMs: 90_000 },
    ]);
    for (const text of [
      '',
      '10',
      '10/',
      '/10m',
      '0/10m',
      '10/0m',
      '10/10',
      '10/10d',
      '10/25h',
      '-1/10m',
      '1e3/10m',
      '10/10m ',
      '1000000/1m',
    ])
      expect(() => parseAskingLimit(text), text).toThrow('Write it like');
  });
});
