import { describe, expect, it } from 'vitest';
import { CorrectedClocks } from '../../../../src/main/time/CorrectedClocks.ts';
import { FakeClock } from '../support/FakeClock.ts';

describe('CorrectedClocks', () => {
  it('lets a verifier tell the time of its own accounts only', () => {
    const clock = new FakeClock();
    const clocks = new CorrectedClocks(clock, () => ({}));
    clocks.of('https://a.example').learn(clock.nowMs() / 1000 + 600, clock.monotonicMs());
    expect(clocks.of('https://a.example').nowMs()).toBeGreaterThan(clock.nowMs() + 599_000);
    expect(clocks.of('https://b.example').nowMs()).toBe(clock.nowMs());
  });

  it('starts from the offset that was remembered, and again after a reset', () => {
    const clock = new FakeClock();
    let remembered = 5_000;
    const clocks = new CorrectedClocks(clock, () => ({ offsetMs: remembered }));
    expect(clocks.of('https://a.example').offsetMs).toBe(5_000);
    remembered = 7_000;
    expect(clocks.of('https://a.example').offsetMs).toBe(5_000);
    clocks.reset();
    expect(clocks.of('https://a.example').offsetMs).toBe(7_000);
  });

  it('looks at the computer’s clock again in every clock when the computer wakes', () => {
    const clock = new FakeClock();
    const clocks = new CorrectedClocks(clock, () => ({}));
    clocks.of('https://a.example').learn(clock.nowMs() / 1000, clock.monotonicMs());
    clock.sleep(3_600_000);
    clocks.resume();
    expect(clocks.of('https://a.example').nowMs()).toBe(clock.nowMs());
  });

  describe('for sites that know of no verifier', () => {
    const heard = (...aheadMs: number[]): { clock: FakeClock; clocks: CorrectedClocks } => {
      const clock = new FakeClock();
      const clocks = new CorrectedClocks(clock, () => ({ offsetMs: 60_000 }));
      aheadMs.forEach((ms, n) => clocks.of(`https://${n}.example`).learn((clock.nowMs() + ms) / 1000, clock.monotonicMs()));
      return { clock, clocks };
    };

    it('tell the time that all verifiers agree on', () => {
      for (const times of [[600_000], [600_000, 603_000, 601_000]]) {
        const { clock, clocks } = heard(...times);
        expect(clocks.agreedMs() - clock.nowMs()).toBeGreaterThanOrEqual(600_000);
        expect(clocks.agreedMs() - clock.nowMs()).toBeLessThan(601_000);
      }
    });

    it('leave it to this computer where one tells another time than the others', () => {
      const { clock, clocks } = heard(0, 600_000, 1_000);
      expect(clocks.agreedMs()).toBe(clock.nowMs());
    });

    it('leave it to this computer until one was heard, and after a sleep', () => {
      const { clock, clocks } = heard();
      clocks.of('https://a.example');
      expect(clocks.agreedMs()).toBe(clock.nowMs());
      clocks.of('https://a.example').learn(clock.nowMs() / 1000 + 600, clock.monotonicMs());
      clocks.resume();
      expect(clocks.agreedMs()).toBe(clock.nowMs());
    });
  });
});
