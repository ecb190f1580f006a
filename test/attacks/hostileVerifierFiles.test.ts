import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { MmdbGeo } from '../../src/verifier/geo/MmdbGeo.ts';
import { freshDataFolder, removeDataFolder } from '../harness/verifier/dataFolder.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { crafted, mmdb, place } from './support/craftedMmdb.ts';
import { tryEach } from './support/tryEach.ts';

/* Files that the verifier reads: its own two beside the database, and the places that an administrator has downloaded. */

let dataFolder: string;
let folder: string;
let port: number;
let device: TestDevice;
const ADDRESS = '89.13.183.130';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskfob-files-'));
  dataFolder = await freshDataFolder();
  const verifier = await startTestVerifier({ dataFolder });
  port = verifier.port;
  device = await pairActive(verifier.api, verifier.clock.nowMs());
  await verifier.api.setApplication('vpn', { name: 'VPN' });
  await verifier.close();
});
afterAll(async () => {
  await removeDataFolder(dataFolder);
  await rm(folder, { recursive: true, force: true });
});

type Plant = (file: string) => Promise<void>;

const odd: Record<string, Plant> = {
  giant: async (file) => {
    await writeFile(file, '{}');
    await truncate(file, 3 * 1024 * 1024 * 1024);
  },
  pipe: async (file) => void execFileSync('mkfifo', [file]),
  device: async (file) => await symlink('/dev/zero', file),
  folder: async (file) => await mkdir(file),
};
const text =
  (content: string): Plant =>
  async (file) =>
    await writeFile(file, content);

/** What happens when the verifier starts with something else in the place of a file, which is put back afterwards. */
async function startsWith(name: string, plant: Plant, look: (verifier: TestVerifier) => Promise<boolean>): Promise<boolean | 'refused'> {
  const file = join(dataFolder, name);
  const kept = await readFile(file).catch(() => undefined);
  await rm(file, { force: true });
  await plant(file);
  try {
    const verifier = await startTestVerifier({ dataFolder, listen: { host: '127.0.0.1', port } }).catch(() => undefined);
    if (verifier === undefined) return 'refused';
    try {
      return await look(verifier);
    } finally {
      await verifier.close();
    }
  } finally {
    await rm(file, { recursive: true, force: true });
    if (kept !== undefined) await writeFile(file, kept, { mode: 0o600 });
  }
}

attack('hostile file', 'a crafted master key makes the verifier hang, take all memory, or run under another key', async () => {
  const plants = { ...odd, nothing: text(''), short: text('AAAA'), 'another key': text('A'.repeat(43)), long: text('A'.repeat(4096)) };
  return await tryEach(plants, async (plant) => (await startsWith('master.key', plant, async () => true)) !== 'refused');
});

attack('hostile file', "a crafted administrator's file makes the verifier hang, fail, or take a key that it did not make", async () => {
  const planted = 'dfk_planted';
  const plants = {
    ...odd,
    nothing: text(''),
    depth: text('['.repeat(200_000)),
    'a key of his': text(JSON.stringify({ url: 'http://127.0.0.1:1', apiKey: planted })),
    'a prototype': text(`{"__proto__":{"apiKey":"${planted}"},"url":"http://127.0.0.1:1","apiKey":7}`),
  };
  // A folder is nothing that a file could be put in the place of: the verifier says so and does not start.
  return await tryEach(plants, async (plant) => {
    const result = await startsWith('admin.json', plant, async (verifier) => {
      const own = (await verifier.api.call('GET', '/v1/accounts')).status === 200;
      const his = (await verifier.api.as(planted).call('GET', '/v1/accounts')).status === 200;
      return his || !own || !(await readFile(join(dataFolder, 'admin.json'), 'utf8')).includes(verifier.adminKey);
    });
    return result === true || (result === 'refused' && plant !== odd['folder']);
  });
});

attack('hostile file', "the administrator's key is written where somebody else reads it", async () => {
  const elsewhere = join(folder, 'elsewhere');
  const plants: Record<string, Plant> = {
    'through a link': async (file) => {
      await writeFile(elsewhere, 'mine');
      await symlink(elsewhere, file);
    },
    'into a file that is open to all': async (file) => await writeFile(file, 'x', { mode: 0o666 }),
  };
  return await tryEach(plants, async (plant) => {
    const result = await startsWith('admin.json.new', plant, async () => {
      const { mode } = await stat(join(dataFolder, 'admin.json'));
      return (mode & 0o077) !== 0 || (await readFile(elsewhere, 'utf8').catch(() => 'mine')) !== 'mine';
    });
    return result !== false;
  });
});

/** A folder of places whose IPv4 file is what was planted. */
async function places(plant: Plant): Promise<{ geoFolder: string; file: string }> {
  const geoFolder = await mkdtemp(join(folder, 'geo-'));
  await writeFile(join(geoFolder, 'dbip-city-ipv6.mmdb'), '');
  const file = join(geoFolder, 'dbip-city-ipv4.mmdb');
  await plant(file);
  return { geoFolder, file };
}

attack('hostile file', 'crafted places make the verifier hang, fail or take all memory, or name a place that is none', async () => {
  const bytes = Object.entries(crafted).map(([name, content]): [string, Plant] => [name, async (file) => await writeFile(file, content)]);
  return await tryEach({ ...odd, ...Object.fromEntries(bytes) }, async (plant) => {
    const { geoFolder, file } = await places(plant);
    const geo = await MmdbGeo.open(geoFolder, () => {});
    const found = await Promise.all([geo.placeOf(ADDRESS), geo.placeOf(ADDRESS)]).catch(() => undefined);
    // The folder of this test stays small.
    await rm(file, { recursive: true, force: true });
    return found === undefined || found.some((one) => Object.keys(one).length > 0);
  });
});

attack('hostile file', 'crafted places keep people from signing in, or true ones from being read afterwards', async () => {
  const { geoFolder, file } = await places(text('not a database'));
  const verifier = await startTestVerifier({ dataFolder, geoFolder, listen: { host: '127.0.0.1', port } });
  const socket = await DeviceSocket.attached(device);
  const cityOfSignIn = async (): Promise<string | undefined> => {
    const { id } = await verifier.api.ask({ subscriber: 'anna', application: 'vpn', origin: { address: ADDRESS } });
    const { request } = await socket.nextRequest(device);
    await verifier.api.call('POST', `/v1/transactions/${id}/cancel`);
    return request.origin?.city;
  };
  try {
    const before = [await cityOfSignIn(), await cityOfSignIn()];
    await writeFile(`${file}.new`, mmdb(place('Berlin')));
    await rename(`${file}.new`, file);
    return { attempts: 3, successes: before.filter((city) => city !== undefined).length + Number((await cityOfSignIn()) !== 'Berlin') };
  } finally {
    socket.close();
    await verifier.close();
  }
});
