import { geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'world-atlas/countries-110m.json' with { type: 'json' };
import { frame, type Size, type Spot } from './frame.ts';

/*
 * The world as paths. This file brings the atlas and the projections with it; load it lazily.
 */

export interface Drawing {
  /** SVG path data, px. */
  land: string;
  borders: string;
  /** Where the spots lie in the panel, px. */
  points: Point[];
}

export interface Point {
  x: number;
  y: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON has no tuples; the shape is TopoJSON's
const world = countries as unknown as Topology<{ land: GeometryCollection; countries: GeometryCollection }>;
const land = feature(world, world.objects.land);
const borders = mesh(world, world.objects.countries, (one, other) => one !== other);

export function drawWorld(spots: readonly [Spot, ...Spot[]], size: Size): Drawing {
  const projection = frame(spots, size);
  const path = geoPath(projection).digits(1);
  return {
    land: path(land) ?? '',
    borders: path(borders) ?? '',
    points: spots.map((spot) => {
      const [x = 0, y = 0] = projection([...spot]) ?? [];
      return { x: within(x, size.width), y: within(y, size.height) };
    }),
  };
}

/** The poles themselves may lie a little outside. */
function within(place: number, length: number): number {
  return Math.max(8, Math.min(length - 8, place));
}
