import { describe, expect, it } from 'vitest';
import type { LockAfter } from '../../../../src/bridge/lockAfter.ts';
import { Lock, type Presence } from '../../../../src/main/lock/Lock.ts';
import { Capture, CAPTURE_ALLOWED_MS } from '../../../../src/main/lock/Capture.ts';
import { FakeClock } from '../support/FakeClock.ts';

const MINUTE = 60_000;

function bench(after: LockAfter) {
  const clock = new FakeClock();
  const state = { after };
  const presence: Presence = { screenLocked: false, idleMs: 0 };
  const told: string[] = [];
  const lock = new Lock({
    clock,
    lockAfter: () => state.after,
    presence: () => presence,
    onLocked: () => told.push('locked'),
    onUnlocked: () => told.push('unlocked'),
    onChange: () => {},
  });
  lock.begin();
  return { lock, clock, presence, told, state };
}

describe('Lock', () => {
  it.each(['start', '1', '60'] as const)('%s is locked at the start', (after) => expect(bench(after).lock.isLocked()).toBe(true));

  it('off never locks by itself', () => {
    const { lock, clock, presence } = bench('off');
    presence.idleMs = 1e9;
    clock.advance(MINUTE);
    lock.leave();
    expect(lock.isLocked()).toBe(false);
    lock.lock();
    expect(lock.isLocked()).toBe(true);
  });

  it('locks once nobody has touched the computer for so long, and not a look sooner', () => {
    const { lock, clock, presence, told } = bench('5');
    lock.unlock();
    presence.idleMs = 5 * MINUTE - 1;
    clock.advance(MINUTE);
    expect(lock.isLocked()).toBe(false);
    presence.idleMs = 5 * MINUTE;
    clock.advance(5_000);
    expect(lock.isLocked()).toBe(true);
    expect(told).toEqual(['unlocked', 'locked']);
  });

  it('goes by the use of the app where the desktop tells nothing, whatever the computer’s clock says', () => {
    const { lock, clock, presence } = bench('1');
    lock.unlock();
    presence.idleMs = undefined;
    clock.stepWall(-1e9);
    clock.advance(50_000);
    lock.used();
    clock.advance(55_000);
    expect(lock.isLocked()).toBe(false);
    clock.advance(10_000);
    expect(lock.isLocked()).toBe(true);
  });

  it.each(['start', '15'] as const)('%s locks with the screen and on sleep', (after) => {
    const { lock, clock, presence } = bench(after);
    lock.unlock();
    lock.leave();
    expect(lock.isLocked()).toBe(true);
    lock.unlock();
    presence.screenLocked = true;
    clock.advance(5_000);
    expect(lock.isLocked()).toBe(true);
  });

  it('start does not lock by time', () => {
    const { lock, clock, presence } = bench('start');
    lock.unlock();
    presence.idleMs = 1e9;
    clock.advance(MINUTE);
    expect(lock.isLocked()).toBe(false);
  });

  it('looks no more once it is stopped', () => {
    const { lock, clock } = bench('1');
    lock.stop();
    expect(clock.waitingMs).toEqual([]);
  });
});

describe('Capture', () => {
  it('lets windows be captured for half an hour, however often the clock is set', () => {
    const clock = new FakeClock();
    const told: boolean[] = [];
    const capture = new Capture(clock, (isAllowed) => told.push(isAllowed));
    expect(capture.allowedMs).toBe(0);
    capture.allow();
    clock.stepWall(-1e9);
    clock.advance(CAPTURE_ALLOWED_MS - 1);
    expect(capture.allowedMs).toBe(1);
    clock.advance(1);
    expect(capture.allowedMs).toBe(0);
    expect(told).toEqual([true, false]);
    capture.allow();
    capture.shield();
    clock.advance(CAPTURE_ALLOWED_MS);
    expect(told).toEqual([true, false, true, false]);
  });
});
