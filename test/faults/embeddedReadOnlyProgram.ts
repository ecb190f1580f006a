/**
 * Run in a mount namespace of its own. Argument: an empty folder to mount a disk on. A verifier works on it while the disk
 * turns read-only, and what happened is printed as one JSON line.
 */
import { sql } from 'drizzle-orm';
import { SmallDisk } from '../harness/disk/SmallDisk.ts';
import type { Api } from '../harness/verifier/Api.ts';
import { freshDataFolder } from '../harness/verifier/dataFolder.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { runCli } from '../harness/verifier/VerifierProcess.ts';

/** More than enough for the log to need another file. */
const MANY = 20;

const [mountPoint = ''] = process.argv.slice(2);
const disk = new SmallDisk(mountPoint, 200);
const data = await freshDataFolder(mountPoint);

const add = async (api: Api, name: string): Promise<number> =>
  (await api.call('POST', '/v1/subscribers', { name, displayName: 'Bert Braun' })).status;
const namesOf = async (api: Api): Promise<string[]> =>
  (await api.call<{ name: string }[]>('GET', '/v1/subscribers')).body.map(({ name }) => name).toSorted();

const breaks: Date[] = [];
const first = await startTestVerifier({ dataFolder: data, onBroken: () => void breaks.push(new Date()) });
await pairActive(first.api, first.clock.nowMs());
await first.api.setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
const asked = await first.api.ask({ subscriber: 'anna', application: 'vpn' });
const added = ['anna'];
disk.turnReadOnly();
const refused = new Set<number>();
// A statement that needs a file which is not open yet fails alone; the database breaks off when its log needs another one.
for (let i = 0; i < MANY && (breaks.length === 0 || refused.size === 0); i += 1) {
  const status = await add(first.api, `bert${i}`);
  if (status === 201) added.push(`bert${i}`);
  else refused.add(status);
  await first.db.execute(sql`select pg_switch_wal()`).catch(() => undefined);
}
const afterwards = [
  (await first.api.call('GET', '/v1/accounts')).status,
  await add(first.api, 'never'),
  (await first.api.call('POST', `/v1/transactions/${asked.id}/cancel`)).status,
];
await first.close();
const flags = ['serve', '--listen', '127.0.0.1:0', '--public-url', 'http://127.0.0.1:1', '--development', '--data', data];
const { code, stderr } = await runCli(...flags);

disk.turnWritable();
const second = await startTestVerifier({ dataFolder: data });
const inTheEnd = await namesOf(second.api);
const { status } = await second.api.transaction(asked.id);
const withDisk = await add(second.api, 'again');
await second.close();

console.log(
  JSON.stringify({
    broken: breaks.length,
    refused: [...refused],
    afterwards,
    start: { code, stderr: stderr.replace(data, 'DATA') },
    lost: added.filter((name) => !inTheEnd.includes(name)).length,
    more: inTheEnd.length - added.length,
    transaction: status,
    withDisk,
  }),
);
