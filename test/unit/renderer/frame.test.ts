import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawWorld } from '../../../src/renderer/features/requests/map/drawWorld.ts';
import { frame, type Size, type Spot } from '../../../src/renderer/features/requests/map/frame.ts';

const berlin: Spot = [13.4, 52.5];
const lagos: Spot = [3.4, 6.45];
const panel: Size = { width: 388, height: 160 };

/** Wherever people live; the northernmost town lies at 78°, the southernmost at -55°. */
const spot = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -55, max: 78.3, noNaN: true }));
/** The panel is laid out at 12 to 5. */
const size = fc.integer({ min: 240, max: 900 }).map((width) => ({ width, height: Math.round((width * 5) / 12) }));

/** Degrees of longitude from edge to edge, and the latitudes of the upper and the lower one: the map is linear in both. */
function extentOf(projection: ReturnType<typeof frame>, { width, height }: Size): { across: number; latitudes: number[] } {
  const middle = -projection.rotate()[0];
  const [x0 = 0, y0 = 0] = projection([middle, 0]) ?? [];
  const [x1 = 0, y1 = 0] = projection([middle + 1, 1]) ?? [];
  return { across: width / (x1 - x0), latitudes: [y0 / (y0 - y1), (y0 - height) / (y0 - y1)] };
}

describe('the map', () => {
  it('holds both spots, whichever they are', () => {
    fc.assert(
      fc.property(spot, spot, size, (one, other, room) => {
        const projection = frame([one, other], room);
        for (const [x = Number.NaN, y = Number.NaN] of [projection([...one]) ?? [], projection([...other]) ?? []]) {
          expect(Math.abs(x - room.width / 2)).toBeLessThanOrEqual(room.width / 2 + 1e-6);
          expect(Math.abs(y - room.height / 2)).toBeLessThanOrEqual(room.height / 2 + 1e-6);
        }
      }),
    );
  });

  it('fills its panel and shows no end of the world', () => {
    fc.assert(
      fc.property(spot, spot, size, (one, other, room) => {
        const { across, latitudes } = extentOf(frame([one, other], room), room);
        expect(across).toBeLessThanOrEqual(360 + 1e-6);
        for (const latitude of latitudes) expect(Math.abs(latitude)).toBeLessThanOrEqual(90 + 1e-6);
      }),
    );
  });

  it('goes the short way round: from Tokyo to San Francisco over the Pacific', () => {
    const projection = frame(
      [
        [139.7, 35.7],
        [-122.4, 37.8],
      ],
      panel,
    );
    const [tokyo = 0] = projection([139.7, 35.7]) ?? [];
    const [sanFrancisco = 0] = projection([-122.4, 37.8]) ?? [];
    expect(tokyo).toBeLessThan(sanFrancisco);
  });

  it('comes no closer than its coastlines are good for', () => {
    const { across } = extentOf(frame([berlin, [13.06, 52.4]], panel), panel);
    expect(across).toBeGreaterThan(30);
    expect(across).toBeLessThan(60);
  });

  it('is the one spot’s surroundings where only one is known', () => {
    expect(frame([lagos], panel)([...lagos])?.map(Math.round)).toEqual([194, 80]);
  });

  it('draws land and borders, and keeps even the poles’ spots in sight', () => {
    const drawing = drawWorld([berlin, lagos], panel);
    expect(drawing.land).toMatch(/^M[\d.]+/);
    expect(drawing.borders).toMatch(/^M[\d.]+/);
    expect(drawing.points[0]?.y).toBeLessThan(drawing.points[1]?.y ?? 0);
    for (const { y } of drawWorld(
      [
        [0, 90],
        [0, -90],
      ],
      panel,
    ).points) {
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(panel.height);
    }
  });
});
