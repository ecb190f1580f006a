import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/main/time/Clock.ts';

describe('systemClock', () => {
  it('shows the computer’s time and never runs backwards', () => {
    expect(Math.abs(systemClock.nowMs() - Date.now())).toBeLessThan(60_000);
    const before = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });

  it('runs what is scheduled, and not what is cancelled', async () => {
    let cancelled = false;
    systemClock.schedule(0, () => (cancelled = true))();
    await new Promise<void>((resolve) => systemClock.schedule(5, resolve));
    expect(cancelled).toBe(false);
  });

  it('does not take a delay of months for one of no time at all', async () => {
    let ran = false;
    const cancel = systemClock.schedule(Number.MAX_SAFE_INTEGER, () => (ran = true));
    await new Promise<void>((resolve) => systemClock.schedule(20, resolve));
    cancel();
    expect(ran).toBe(false);
  });
});
