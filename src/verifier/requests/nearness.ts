import { geoDistance } from 'd3-geo';
import type { Place, Proximity } from '../../protocol/messages/request.ts';
import { networkOf } from '../geo/address.ts';

const EARTH_RADIUS_KM = 6371;
const NEAR_KM = 100;

export interface Nearness {
  proximity: Proximity;
  distanceKm?: number;
}

/** How near a sign-in is to the device that is asked. Places of a city database are good to some tens of kilometres. */
export function nearness(origin: Place | undefined, here: Place | undefined): Nearness {
  const distanceKm = distance(origin, here);
  const known = distanceKm === undefined ? {} : { distanceKm };
  if (origin?.address !== undefined && here?.address !== undefined && networkOf(origin.address) === networkOf(here.address))
    return { proximity: 'same-address', ...known };
  if (distanceKm === undefined) return { proximity: 'unknown' };
  return { proximity: distanceKm <= NEAR_KM ? 'near' : 'far', distanceKm };
}

function distance(a: Place | undefined, b: Place | undefined): number | undefined {
  if (a?.latitude === undefined || a.longitude === undefined || b?.latitude === undefined || b.longitude === undefined) return undefined;
  return Math.round(geoDistance([a.longitude, a.latitude], [b.longitude, b.latitude]) * EARTH_RADIUS_KM * 10) / 10;
}
