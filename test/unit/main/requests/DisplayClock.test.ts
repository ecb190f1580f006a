import { describe, expect, it } from 'vitest';
import { APPROVE_AFTER_MS, DisplayClock } from '../../../../src/main/requests/DisplayClock.ts';
import { FakeClock } from '../support/FakeClock.ts';

describe('DisplayClock', () => {
  it('counts from the first moment on screen, however often the page repeats itself', () => {
    const clock = new FakeClock();
    const display = new DisplayClock(clock);
    expect(display.approveInMs('a')).toBeUndefined();
    display.displayed('a');
    expect(display.approveInMs('a')).toBe(APPROVE_AFTER_MS);
    clock.advance(400);
    display.displayed('a');
    expect(display.approveInMs('a')).toBe(300);
    clock.advance(10_000);
    expect(display.approveInMs('a')).toBe(0);
  });

  it('starts anew for everything once the window was hidden', () => {
    const clock = new FakeClock();
    const display = new DisplayClock(clock);
    display.displayed('a');
    clock.advance(1_000);
    display.hidden();
    expect(display.isDisplayed('a')).toBe(false);
    expect(display.approveInMs('a')).toBeUndefined();
    display.displayed('a');
    expect(display.approveInMs('a')).toBe(APPROVE_AFTER_MS);
  });

  it('is not hurried by somebody who sets the computer’s clock', () => {
    const clock = new FakeClock();
    const display = new DisplayClock(clock);
    display.displayed('a');
    clock.stepWall(3_600_000);
    expect(display.approveInMs('a')).toBe(APPROVE_AFTER_MS);
  });
});
