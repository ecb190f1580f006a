import { describe, expect, it } from 'vitest';
import { type CaptureParts, captureScreens, type Display, type ScreenSource } from '../../../../src/main/screens/captureScreens.ts';
import { expectCode } from '../support/codes.ts';

const display = (id: number, label: string, width: number, height: number, scaleFactor: number): Display => ({
  id,
  label,
  size: { width, height },
  scaleFactor,
});
const source = (display_id: string, name: string, bytes: number[] = [1]): ScreenSource => ({
  name,
  display_id,
  thumbnail: { isEmpty: () => bytes.length === 0, toPNG: () => new Uint8Array(bytes) },
});

/** What the capture did, in order. */
function bench(parts: Partial<CaptureParts>) {
  const events: string[] = [];
  const all: CaptureParts = {
    isAllowed: () => true,
    displays: () => [display(1, 'Built-in', 1920, 1080, 1)],
    sources: async ({ width, height }) => {
      events.push(`captured ${width} × ${height}`);
      return await Promise.resolve([source('1', 'Screen 1')]);
    },
    outOfTheWay: async (work) => {
      events.push('window away');
      try {
        return await work();
      } finally {
        events.push('window back');
      }
    },
    ...parts,
  };
  return { events, run: async () => await captureScreens(all) };
}

describe('captureScreens', () => {
  it('asks once, for as many pixels as the widest and the tallest screen have, whatever their scales', async () => {
    const { events, run } = bench({
      displays: () => [display(7, 'Retina', 1440, 900, 2), display(8, 'Upright', 1080, 1920, 1), display(9, '', 1707, 960, 1.5)],
    });
    await run();
    expect(events).toEqual(['window away', 'captured 2880 × 1920', 'window back']);
  });

  it('names each picture as its display is called, or as the system names it', async () => {
    const { run } = bench({
      displays: () => [display(7, 'DELL U2720Q', 2560, 1440, 1.5), display(-3, '', 1920, 1080, 1)],
      sources: async () =>
        await Promise.resolve([source('-3', 'Screen 2', [2]), source('7', 'Screen 1', [1]), source('', 'Entire Screen', [3])]),
    });
    expect(await run()).toEqual([
      { name: 'Screen 2', png: new Uint8Array([2]) },
      { name: 'DELL U2720Q', png: new Uint8Array([1]) },
      { name: 'Entire Screen', png: new Uint8Array([3]) },
    ]);
  });

  it('makes a system that keeps the screens from the app ask, and tells what stands in the way', async () => {
    const { events, run } = bench({ isAllowed: () => false });
    await expectCode(run, 'screen-denied');
    expect(events).toEqual(['captured 0 × 0']);
    await expectCode(bench({ isAllowed: () => false, sources: async () => await Promise.reject(new Error('no')) }).run, 'screen-denied');
  });

  it.each<[string, CaptureParts['sources']]>([
    ['a person who refused', async () => await Promise.reject(new Error('Failed to get sources.'))],
    ['a desktop without a way to ask', async () => await Promise.resolve([])],
    ['pictures that are empty', async () => await Promise.resolve([source('1', 'Screen 1', [])])],
  ])('says so of %s, with the window back', async (_name, sources) => {
    const { events, run } = bench({ sources });
    await expectCode(run, 'screen-unavailable');
    expect(events).toEqual(['window away', 'window back']);
  });
});
