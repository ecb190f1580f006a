import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/verifier/RateLimiter.ts';
import { Signals } from '../../../src/verifier/Signals.ts';

describe('RateLimiter', () => {
  it('lets a burst through, then as many as time brings back, per key', () => {
    let nowMs = 0;
    const limiter = new RateLimiter({ burst: 3, perMs: 3000 }, { nowMs: () => nowMs, monotonicMs: () => nowMs });
    expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([true, true, true, false]);
    expect(limiter.take('b')).toBe(true);
    nowMs = 1000;
    expect([limiter.take('a'), limiter.take('a')]).toEqual([true, false]);
    limiter.refund('a');
    expect(limiter.take('a')).toBe(true);
    nowMs = 1_000_000;
    expect([1, 2, 3, 4].map(() => limiter.take('a'))).toEqual([true, true, true, false]);
  });
  it('gives nothing for a clock that goes back', () => {
    let nowMs = 1_000_000;
    const limiter = new RateLimiter({ burst: 1, perMs: 1000 }, { nowMs: () => nowMs, monotonicMs: () => nowMs });
    expect(limiter.take('a')).toBe(true);
    nowMs = 0;
    expect(limiter.take('a')).toBe(false);
  });
});

describe('Signals', () => {
  it('answers at once when there is news, when news comes, and when time is up', async () => {
    const signals = new Signals();
    let value = 0;
    const poll = async (waitMs: number, known: number): Promise<number> =>
      await signals.poll(
        'transaction:x',
        waitMs,
        async () => await Promise.resolve(value),
        (read) => read !== known,
      );
    expect(await poll(60_000, 1)).toBe(0);
    expect(await poll(1, 0)).toBe(0);
    const waiting = poll(60_000, 0);
    value = 7;
    signals.emit('transaction:x');
    expect(await waiting).toBe(7);
  });
  it('lets everybody go when it closes', async () => {
    const signals = new Signals();
    const waiting = signals.poll(
      'account:x',
      60_000,
      async () => await Promise.resolve(1),
      () => false,
    );
    signals.close();
    expect(await waiting).toBe(1);
  });
});
