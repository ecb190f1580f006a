import type { Place } from '../../protocol/messages/request.ts';
import { networkOf } from './address.ts';

/** Where an address is, as far as anybody knows: without `address` itself. */
export interface GeoLookup {
  /** @param address canonical, see address.ts */
  placeOf(address: string): Promise<Omit<Place, 'address'>>;
}

/** For development: places this computer's own connections where a given public address is. */
export function loopbackAt(geo: GeoLookup, publicAddress: string): GeoLookup {
  return { placeOf: async (address) => await geo.placeOf(networkOf(address) === 'loopback' ? publicAddress : address) };
}

export const noGeo: GeoLookup = { placeOf: async () => ({}) };
