import { describe, expect, it } from 'vitest';
import { PasscodeClipboard } from '../../../../src/main/passcodes/PasscodeClipboard.ts';
import { FakeClock } from '../support/FakeClock.ts';

function bench(): { clock: FakeClock; clipboard: PasscodeClipboard; system: { text: string }; background: Promise<void>[] } {
  const clock = new FakeClock();
  const system = { text: 'before' };
  const background: Promise<void>[] = [];
  const port = { read: async () => system.text, write: async (text: string) => void (system.text = text) };
  return { clock, clipboard: new PasscodeClipboard(port, clock, (work) => background.push(work)), system, background };
}

describe('PasscodeClipboard', () => {
  it('takes its passcode off the clipboard when the time is over', async () => {
    const { clock, clipboard, system, background } = bench();
    await clipboard.copy('123456', 30_000);
    expect(system.text).toBe('123456');
    clock.advance(29_999);
    expect(background).toEqual([]);
    clock.advance(1);
    await Promise.all(background);
    expect(system.text).toBe('');
  });

  it('leaves alone what was copied since', async () => {
    const { clock, clipboard, system, background } = bench();
    await clipboard.copy('123456', 30_000);
    system.text = 'a letter';
    clock.advance(30_000);
    await Promise.all(background);
    expect(system.text).toBe('a letter');
  });

  it('counts anew for the next passcode', async () => {
    const { clock, clipboard, system, background } = bench();
    await clipboard.copy('111111', 30_000);
    clock.advance(20_000);
    await clipboard.copy('222222', 30_000);
    clock.advance(20_000);
    expect(background).toEqual([]);
    expect(system.text).toBe('222222');
    clock.advance(10_000);
    await Promise.all(background);
    expect(system.text).toBe('');
  });

  it('leaves no timer behind when two passcodes are copied at once', async () => {
    const { clock, clipboard, system, background } = bench();
    await Promise.all([clipboard.copy('111111', 10_000), clipboard.copy('222222', 30_000)]);
    clock.advance(10_000);
    await Promise.all(background);
    expect(system.text).toBe('222222');
    clock.advance(20_000);
    await Promise.all(background);
    expect(system.text).toBe('');
  });

  it('clears at once when the app quits, and only once', async () => {
    const { clock, clipboard, system, background } = bench();
    await clipboard.copy('123456', 30_000);
    await clipboard.clear();
    expect(system.text).toBe('');
    system.text = '123456';
    await clipboard.clear();
    clock.advance(60_000);
    expect(background).toEqual([]);
    expect(system.text).toBe('123456');
  });

  it('touches nothing where nothing was copied', async () => {
    const { clipboard, system } = bench();
    await clipboard.clear();
    expect(system.text).toBe('before');
  });
});
