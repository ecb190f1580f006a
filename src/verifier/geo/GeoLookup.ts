import type { Place } from '../../protocol/messages/request.ts';

/** Where an address is, as far as anybody knows: without `address` itself. */
export interface GeoLookup {
  /** @param address canonical, see address.ts */
  placeOf(address: string): Promise<Omit<Place, 'address'>>;
}

export const noGeo: GeoLookup = { placeOf: async () => ({}) };
