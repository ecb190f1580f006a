import { type GeoProjection, geoProjection } from 'd3-geo';

/** Longitude and latitude in degrees (WGS 84), as GeoJSON orders them (RFC 7946 section 3.1.1). */
export type Spot = readonly [longitude: number, latitude: number];

export interface Size {
  width: number;
  height: number;
}

const RADIANS = Math.PI / 180;
const EARTH_RADIUS_KM = 6371;
/** Coastlines of 1:110 million look like what they are when less than this fills the panel. */
const NARROWEST_KM = 3000;
/** Room around the spots for their signs and names: px, and as a share of the height. */
const MARGIN = { x: 56, y: 0.27 };
/** Beyond, places on the standard parallel's own latitude would be pulled apart too far. */
const HIGHEST_PARALLEL = 60;

/**
 * An equirectangular map around one or two spots that fills the panel: wide enough to hold both, the short way round the
 * globe, and never so wide that an end of the world shows. Near its standard parallel, which is the spots' own where
 * that is possible, shapes are true.
 */
export function frame(spots: readonly [Spot, ...Spot[]], size: Size): GeoProjection {
  const [first, second = first] = spots;
  const across = shortWay(second[0] - first[0]);
  const middle = { longitude: first[0] + across / 2, latitude: (first[1] + second[1]) / 2 };
  const reach = { x: Math.abs(across) * RADIANS, y: Math.abs(second[1] - first[1]) * RADIANS };
  const parallel = Math.min(Math.abs(middle.latitude), HIGHEST_PARALLEL) * RADIANS;
  const own = scaleFor(reach, Math.cos(parallel), size);
  // Where both ends of the world would be needed, the equator as standard parallel takes the least room.
  const { scale, narrowing } = own.fits ? own : scaleFor(reach, 1, size);
  const highest = 90 - size.height / 2 / scale / RADIANS;
  return geoProjection((longitude, latitude) => [longitude * narrowing, latitude])
    .precision(0)
    .scale(scale)
    .rotate([-middle.longitude, 0])
    .center([0, Math.max(-highest, Math.min(highest, middle.latitude))])
    .translate([size.width / 2, size.height / 2])
    .clipExtent([
      [-2, -2],
      [size.width + 2, size.height + 2],
    ]);
}

/** Px for a radian of latitude; a radian of longitude is `narrowing` times as wide. */
function scaleFor(reach: { x: number; y: number }, narrowing: number, { width, height }: Size) {
  const wanted = Math.min(
    (width - 2 * MARGIN.x) / (reach.x * narrowing),
    (height - 2 * MARGIN.y * height) / reach.y,
    width / (NARROWEST_KM / EARTH_RADIUS_KM),
  );
  const filling = Math.max(width / (2 * Math.PI * narrowing), height / Math.PI);
  return { scale: Math.max(wanted, filling), narrowing, fits: wanted >= filling };
}

/** Degrees from -180 up to 180. */
function shortWay(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
