import { describe, expect, it } from 'vitest';
import { OpenRequests, type RememberedRequest } from '../../../src/verifier/requests/OpenRequests.ts';
import { TestClock } from '../../harness/verifier/TestClock.ts';

describe('what a node remembers of requests', () => {
  const clock = new TestClock();
  const written = (account: string, request: string, lifetimeMs = 60_000): RememberedRequest => ({
    subscriber: { id: account, disabled: false, turn: 1 },
    account: { id: account, status: 'active', eventSeq: 0, attachment: null },
    request: { id: request, hash: '', outcomeSeq: null, matchType: 'none', userVerification: 'preferred' },
    transaction: {
      id: request,
      clientId: '',
      subscriberId: account,
      kind: 'sign-in',
      status: 'open',
      matchType: 'none',
      weakestMatch: 'none',
      sealedNumber: null,
      settledBy: null,
      settledSeq: null,
      uv: null,
      idempotencyKey: null,
      bodyHash: null,
      createdAt: clock.nowMs(),
      expiresAt: clock.nowMs() + lifetimeMs,
      settledAt: null,
    },
    others: 0,
    number: undefined,
  });
  const take = (memory: OpenRequests, account: string, request: string): RememberedRequest | undefined => memory.take({ account, request });

  it('is given out once, to the account that was asked', () => {
    const memory = new OpenRequests(clock);
    const request = written('anna', 'r1');
    memory.remember(request);
    expect(take(memory, 'ben', 'r1')).toBeUndefined();
    expect(take(memory, 'anna', 'r1')).toBe(request);
    expect(take(memory, 'anna', 'r1')).toBeUndefined();
  });

  it('is the latest request of each account', () => {
    const memory = new OpenRequests(clock);
    memory.remember(written('anna', 'r1'));
    memory.remember(written('anna', 'r2'));
    expect(take(memory, 'anna', 'r1')).toBeUndefined();
    expect(take(memory, 'anna', 'r2')).toBeDefined();
  });

  it('goes when its time is over, with the next request to anybody', () => {
    const memory = new OpenRequests(clock);
    memory.remember(written('anna', 'r1', 10_000));
    clock.advance(10_001);
    memory.remember(written('ben', 'r2'));
    expect(take(memory, 'anna', 'r1')).toBeUndefined();
    expect(take(memory, 'ben', 'r2')).toBeDefined();
  });

  it('does not grow without end: the oldest go first', () => {
    const memory = new OpenRequests(clock);
    for (let index = 0; index <= 5000; index += 1) memory.remember(written(`a${index}`, `r${index}`));
    expect(take(memory, 'a0', 'r0')).toBeUndefined();
    expect(take(memory, 'a1', 'r1')).toBeDefined();
    expect(take(memory, 'a5000', 'r5000')).toBeDefined();
  });
});
