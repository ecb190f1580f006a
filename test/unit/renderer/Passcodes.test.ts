import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Passcodes } from '../../../src/renderer/state/Passcodes.ts';

const anna = { current: '111111', next: '222222', remainingMs: 8000, periodMs: 30_000 };

describe('Passcodes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('forgets all that is not among the newest', () => {
    const passcodes = new Passcodes();
    passcodes.take({ anna, ben: anna });
    passcodes.take({ ben: { ...anna, current: '333333' } });
    expect([passcodes.has('anna'), passcodes.has('ben')]).toEqual([false, true]);
    expect([passcodes.shown('anna'), passcodes.shown('ben')?.code]).toEqual([undefined, '333333']);
  });

  it('tells of new ones at once, and of every second that goes by', () => {
    const passcodes = new Passcodes();
    passcodes.take({ anna });
    const told: number[] = [];
    const stop = passcodes.subscribe(() => void told.push(8_000 - Math.round(passcodes.shown('anna')?.remainingMs ?? NaN)));
    vi.advanceTimersByTime(2_000);
    passcodes.take({ anna });
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([1_000, 2_000, 0, 1_000]);
    stop();
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(4);
  });

  it('shows the same object within a second, which nobody is drawn anew for', () => {
    const passcodes = new Passcodes();
    passcodes.take({ anna });
    passcodes.subscribe(() => {});
    const first = passcodes.shown('anna');
    vi.advanceTimersByTime(900);
    expect(passcodes.shown('anna')).toBe(first);
    vi.advanceTimersByTime(100);
    expect(passcodes.shown('anna')).not.toBe(first);
  });

  it('runs no timer while nothing is on show, and knows the time again when something is', () => {
    const passcodes = new Passcodes();
    passcodes.take({ anna });
    passcodes.subscribe(() => {})();
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(3_000);
    passcodes.subscribe(() => {});
    expect(passcodes.shown('anna')?.remainingMs).toBe(4_000);
  });
});
