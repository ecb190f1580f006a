import { describe, expect, it } from 'vitest';
import { StepWatch } from '../../../src/verifier/time/StepWatch.ts';

class HeldClock {
  wallMs = 1_700_000_000_000;
  passedMs = 0;

  nowMs(): number {
    return this.wallMs + this.passedMs;
  }

  monotonicMs(): number {
    return this.passedMs;
  }
}

describe('StepWatch', () => {
  it('says once that the clock was set, forward or back, and nothing of time that passes', () => {
    const clock = new HeldClock();
    const watch = new StepWatch(clock);
    clock.passedMs += 3_600_000;
    expect(watch.hasStepped()).toBe(false);
    for (const stepMs of [3_001, -3_001, -86_400_000, 86_400_000]) {
      clock.wallMs += stepMs;
      expect([watch.hasStepped(), watch.hasStepped()]).toEqual([true, false]);
    }
  });

  it('leaves a few seconds alone, until they add up', () => {
    const clock = new HeldClock();
    const watch = new StepWatch(clock);
    const said = [1_500, 1_500, 1_500, 1_500, 1_500].map((stepMs) => {
      clock.wallMs += stepMs;
      return watch.hasStepped();
    });
    expect(said).toEqual([false, false, true, false, false]);
  });
});
