import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, backOnScreen, placeWindow, widen } from '../../../../src/main/desktop/placeWindow.ts';

const SIZE = { width: 420, height: 660 };
const laptop: Area = { x: 0, y: 25, width: 1440, height: 875 };
/** To the left of and above the primary display, at another scale factor. */
const left: Area = { x: -2560, y: -400, width: 2560, height: 1400 };
const below: Area = { x: 0, y: 900, width: 1366, height: 728 };

const isWholeOn = (area: Area, window: Area): boolean =>
  window.x >= area.x &&
  window.y >= area.y &&
  window.x + window.width <= area.x + area.width &&
  window.y + window.height <= area.y + area.height;

describe('placeWindow', () => {
  it.each([
    ['the only display', { x: 700, y: 400 }, [laptop], { x: 996, y: 49 }],
    ['a display with negative coordinates', { x: -100, y: -300 }, [laptop, left], { x: -444, y: -376 }],
    ['the lower of two', { x: 300, y: 1500 }, [laptop, below], { x: 922, y: 924 }],
    ['the nearest, when the pointer is on none', { x: 300, y: 20_000 }, [laptop, below], { x: 922, y: 924 }],
  ])('comes up at the top right of %s', (_where, cursor, areas, place) => {
    expect(placeWindow(SIZE, cursor, areas)).toEqual({ ...SIZE, ...place });
  });

  it('is made smaller where the display is smaller than it', () => {
    const tiny = { x: 10, y: 20, width: 320, height: 480 };
    expect(placeWindow(SIZE, { x: 0, y: 0 }, [tiny])).toEqual(tiny);
  });

  it('is somewhere, even while no display is known', () => {
    expect(placeWindow(SIZE, { x: 5, y: 5 }, [])).toEqual({ x: 0, y: 0, ...SIZE });
  });

  it('is always whole on one display, in whole pixels, whatever the scale factors make of the numbers', () => {
    const coordinate = fc.double({ min: -10_000, max: 10_000, noNaN: true });
    const area = fc.record({ x: coordinate.map(Math.round), y: coordinate.map(Math.round), width: side(), height: side() });
    fc.assert(
      fc.property(fc.array(area, { minLength: 1, maxLength: 4 }), coordinate, coordinate, (areas, x, y) => {
        const window = placeWindow(SIZE, { x, y }, areas);
        expect(areas.some((each) => isWholeOn(each, window))).toBe(true);
        for (const number of Object.values(window)) expect(Number.isInteger(number)).toBe(true);
      }),
    );
  });
});

describe('widen', () => {
  const narrow = placeWindow(SIZE, { x: 700, y: 400 }, [laptop]);

  it('grows to the left and shrinks from the left: the right edge stays where it is', () => {
    const wide = widen(narrow, 720, [laptop]);
    expect(wide).toEqual({ ...narrow, x: 696, width: 720 });
    expect(widen(wide, 420, [laptop])).toEqual(narrow);
  });

  it('leaves the window as it is where there is no room', () => {
    const small = { x: 0, y: 0, width: 600, height: 700 };
    const window = placeWindow(SIZE, { x: 0, y: 0 }, [small]);
    expect(widen(window, 720, [small])).toEqual(window);
  });
});

describe('backOnScreen', () => {
  it('moves nothing that can be seen as a whole', () => {
    const window = { x: 100, y: 100, ...SIZE };
    expect(backOnScreen(window, [laptop, left])).toEqual(window);
  });

  it('comes back when its display was unplugged', () => {
    const window = placeWindow(SIZE, { x: -100, y: 0 }, [laptop, left]);
    const back = backOnScreen(window, [laptop]);
    expect(isWholeOn(laptop, back)).toBe(true);
    expect(back).toEqual({ x: 0, y: 25, ...SIZE });
  });

  it('comes back when its display became smaller', () => {
    const back = backOnScreen({ x: 996, y: 49, ...SIZE }, [{ x: 0, y: 0, width: 1024, height: 640 }]);
    expect(back).toEqual({ x: 604, y: 0, width: 420, height: 640 });
  });

  it('stays where it is while no display is known', () => {
    const window = { x: 1, y: 2, ...SIZE };
    expect(backOnScreen(window, [])).toEqual(window);
  });
});

function side() {
  return fc.integer({ min: 200, max: 4000 });
}
