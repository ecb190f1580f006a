/**
 * Run in a mount namespace of its own. Argument: an empty folder to mount a disk on. Verifiers work on it, the disk runs
 * full, and what happened is printed as one JSON line.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { SmallDisk } from '../harness/disk/SmallDisk.ts';
import type { Api } from '../harness/verifier/Api.ts';
import { freshDataFolder } from '../harness/verifier/dataFolder.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { runCli } from '../harness/verifier/VerifierProcess.ts';

const MANY = 5000;

const [mountPoint = ''] = process.argv.slice(2);
const disk = new SmallDisk(mountPoint, 120);
const data = await freshDataFolder(mountPoint);

const add = async (api: Api, name: string): Promise<number> =>
  (await api.call('POST', '/v1/subscribers', { name, displayName: 'x'.repeat(60) })).status;
const ask = async (api: Api): Promise<number> =>
  (await api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' })).status;
const namesOf = async (api: Api): Promise<string[]> =>
  (await api.call<{ name: string }[]>('GET', '/v1/subscribers')).body.map(({ name }) => name).toSorted();

// No room for the tables: a write that fails says so and leaves nothing, and all goes on when there is room.
const first = await startTestVerifier({ dataFolder: data });
await pairActive(first.api, first.clock.nowMs());
await first.api.setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
const added = ['anna'];
disk.fill();
let full = 201;
for (let i = 0; i < MANY && full === 201; i += 1) {
  full = await add(first.api, `full${i}`);
  if (full === 201) added.push(`full${i}`);
}
const reads = (await first.api.call('GET', '/v1/accounts')).status;
// As many as may be open fit on the pages that are there, or do not: what is refused must not count as open.
let opened = 0;
for (let i = 0; i < 3; i += 1) if ((await ask(first.api)) === 201) opened += 1;
disk.makeRoom();
for (; opened < 3; opened += 1) if ((await ask(first.api)) !== 201) throw new Error('half a transaction counts as open');
const fourth = await ask(first.api);
const withRoom = await add(first.api, 'room');
added.push('room');
await first.close();

// No room for the log: the database breaks off. The log goes on to a file that is there, then to one that has no room.
let broken = 0;
const second = await startTestVerifier({ dataFolder: data, onBroken: () => void (broken += 1) });
const kept = await namesOf(second.api);
disk.fill(4 * 1024 * 1024);
const logFull: number[] = [];
for (let i = 0; i < 20 && logFull.length === 0; i += 1) {
  await second.db.execute(sql`select pg_switch_wal()`).catch(() => undefined);
  const status = await add(second.api, `log${i}`);
  if (status === 201) added.push(`log${i}`);
  else logFull.push(status);
}
const afterwards = [(await second.api.call('GET', '/v1/accounts')).status, await add(second.api, 'never')];
await second.close();
disk.fill();
const flags = ['serve', '--listen', '127.0.0.1:0', '--public-url', 'http://127.0.0.1:1', '--development', '--data', data];
const onFullDisk = await runCli(...flags);
disk.makeRoom();
const third = await startTestVerifier({ dataFolder: data });
const inTheEnd = await namesOf(third.api);
await third.close();
mkdirSync(join(mountPoint, 'other'));
// Of its own, because the database that broke off still has its files open.
const other = new SmallDisk(join(mountPoint, 'other'), 1);
other.setReadOnly(true);
const onReadOnlyDisk = await runCli(...flags.slice(0, -1), other.folder);

console.log(
  JSON.stringify({
    full: { full, reads, fourth, withRoom, lost: added.filter((name) => !name.startsWith('log') && !kept.includes(name)).length },
    log: {
      broken,
      answers: logFull,
      afterwards,
      lost: added.filter((name) => !inTheEnd.includes(name)).length,
      more: inTheEnd.length - added.length,
    },
    start: [onFullDisk, onReadOnlyDisk].map(({ code, stderr }) => ({
      code,
      stderr: stderr.replace(data, 'DATA').replace(other.folder, 'DATA'),
    })),
  }),
);
