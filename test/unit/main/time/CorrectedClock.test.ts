import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorrectedClock } from '../../../../src/main/time/CorrectedClock.ts';
import { FakeClock } from '../support/FakeClock.ts';

const MINUTE = 60_000;

/** A computer whose clock is off by `wrongMs` from the verifier's, and a reply that took `roundTripMs`. */
function learnt(wrongMs: number, roundTripMs = 0): { clock: FakeClock; corrected: CorrectedClock; verifierMs: () => number } {
  const start = Date.UTC(2026, 2, 1, 9);
  const clock = new FakeClock(start + wrongMs);
  const since = clock.monotonicMs();
  const verifierMs = (): number => start + (clock.monotonicMs() - since);
  const corrected = new CorrectedClock(clock);
  clock.advance(roundTripMs / 2);
  const iat = Math.floor(verifierMs() / 1000);
  clock.advance(roundTripMs / 2);
  corrected.learn(iat, since);
  return { clock, corrected, verifierMs };
}

describe('CorrectedClock', () => {
  it('says of no time that it has surely come, but of what the verifier has told and what has passed since', () => {
    expect(new CorrectedClock(new FakeClock(), { offsetMs: 5 * MINUTE }).surelyMs).toBeUndefined();
    const { clock, corrected } = learnt(0);
    const told = corrected.surelyMs ?? 0;
    clock.stepWall(60 * MINUTE);
    clock.advance(MINUTE);
    expect(corrected.surelyMs).toBe(told + MINUTE);
    corrected.resume();
    expect(corrected.surelyMs).toBe(Math.floor(told / 1000) * 1000);
    expect(new CorrectedClock(clock, corrected.remembered).surelyMs).toBe(corrected.surelyMs);
  });

  it('is the computer’s own clock, or what was remembered of it, until a reply tells more', () => {
    const clock = new FakeClock();
    expect(new CorrectedClock(clock).nowMs()).toBe(clock.nowMs());
    expect(new CorrectedClock(clock).offsetMs).toBeUndefined();
    expect(new CorrectedClock(clock, { offsetMs: -10 * MINUTE }).nowMs()).toBe(clock.nowMs() - 10 * MINUTE);
  });

  it('tells the verifier’s time within a second for a clock that is wrong either way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE }),
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (wrongMs, roundTripMs, laterMs) => {
          const { clock, corrected, verifierMs } = learnt(wrongMs, roundTripMs);
          clock.advance(laterMs);
          expect(Math.abs(corrected.nowMs() - verifierMs())).toBeLessThanOrEqual(2_000);
          expect(Math.abs((corrected.offsetMs ?? 0) + wrongMs)).toBeLessThanOrEqual(2_000);
        },
      ),
    );
  });

  it('does not believe a reply that was held up on the way', () => {
    const { corrected } = learnt(10 * MINUTE, 20_000);
    expect(corrected.offsetMs).toBeUndefined();
  });

  it('keeps a clock that is right as it is: whole seconds cannot correct it', () => {
    for (const wrongMs of [-400, 0, 400]) {
      const { clock, corrected } = learnt(wrongMs);
      expect(corrected.nowMs()).toBe(clock.nowMs());
      expect(corrected.offsetMs).toBe(0);
    }
  });

  it('does not wander from one reply to the next', () => {
    const { clock, corrected } = learnt(10 * MINUTE);
    const firstMs = corrected.nowMs();
    for (let reply = 1; reply <= 20; reply += 1) {
      clock.advance(737);
      corrected.learn(Math.floor((firstMs + reply * 737) / 1000), clock.monotonicMs());
      expect(corrected.nowMs()).toBe(firstMs + reply * 737);
    }
  });

  it('is not moved when somebody sets the computer’s clock', () => {
    const { clock, corrected } = learnt(0);
    const before = corrected.nowMs();
    clock.stepWall(-10 * MINUTE);
    expect(corrected.nowMs()).toBe(before);
    clock.stepWall(60 * MINUTE);
    expect(corrected.nowMs()).toBe(before);
  });

  it('goes by the computer’s clock and the last offset after sleep, until the next reply', () => {
    const { clock, corrected } = learnt(10 * MINUTE);
    const before = corrected.nowMs();
    clock.sleep(60 * MINUTE);
    expect(corrected.nowMs()).toBe(before);
    corrected.resume();
    expect(Math.abs(corrected.nowMs() - (before + 60 * MINUTE))).toBeLessThanOrEqual(1);
    const iat = Math.floor(corrected.nowMs() / 1000) + 30;
    corrected.learn(iat, clock.monotonicMs());
    expect(corrected.nowMs()).toBe(iat * 1000 + 500);
  });
});
