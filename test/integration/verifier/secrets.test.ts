import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { createLogger } from '../../../src/verifier/createLogger.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { removeDataFolder } from '../../harness/verifier/dataFolder.ts';
import { startTestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

const TABLES = [
  'settings',
  'verifier_keys',
  'api_keys',
  'subscribers',
  'applications',
  'accounts',
  'tombstones',
  'events',
  'pairing_keys',
  'transactions',
  'requests',
  'seen_messages',
];

describe('secrets', () => {
  it('stand neither in the log nor readable in the database', async () => {
    const lines: string[] = [];
    const verifier = await startTestVerifier({ logger: createLogger('trace', { write: (line) => lines.push(line) }) });
    const { api, clock, db } = verifier;
    await api.addSubscriber('anna');
    await api.setApplication('vpn', { name: 'VPN' });
    const issued = await api.pairingKey('anna');
    const device = await TestDevice.paired(issued.link);
    const socket = await DeviceSocket.attached(device);
    await socket.nextRequest(device);
    const pairingNumber = (await api.pairing(issued.id)).number ?? '';
    const passcode = device.passcodeAt(clock.nowMs());
    await api.call('POST', `/v1/pairing-keys/${issued.id}/passcode`, { passcode: '000000' });
    await api.call('POST', `/v1/pairing-keys/${issued.id}/passcode`, { passcode });
    const created = await api.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws } = await socket.nextRequest(device);
    const openTables = await dump(db);
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', created.match.number) });
    await api.transaction(created.id, '?wait=10');
    await device.post(await device.pairingMessage(parsePairingLink(issued.link).key));
    await device.post('rubbish');
    await fetch(`${api.url}/v1/subscribers?token=${verifier.adminKey}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${verifier.adminKey}`, 'content-type': 'application/json' },
      body: `{"passcode":"${passcode}"`,
    });
    // A database that fails: its messages quote what they failed on.
    await db.execute(sql.raw('alter table seen_messages rename to away'));
    socket.send({ type: 'mute', mute: await device.mute(clock.nowMs()) });
    expect(await socket.closeCode()).toBe(4503);
    await db.execute(sql.raw('alter table away rename to seen_messages'));
    await db.execute(sql.raw('alter table transactions rename to away'));
    expect(await api.call('GET', `/v1/transactions/${created.id}`)).toMatchObject({ status: 500, body: { error: 'internal' } });
    await db.execute(sql.raw('alter table away rename to transactions'));

    const secrets = {
      seed: device.passcodes?.secret ?? '',
      linkKey: parsePairingLink(issued.link).key,
      typedKey: issued.typedKey,
      typedBare: issued.typedKey.replaceAll('-', ''),
      passcode,
      pairingNumber,
      number: created.match.number ?? '',
      apiKey: verifier.adminKey,
      master: (await readFile(join(verifier.dataFolder, 'master.key'), 'utf8')).trim(),
    };
    const log = lines.join('');
    expect(log).toContain('a request failed');
    expect(log).toContain('pairing-refused');
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length, name).toBeGreaterThanOrEqual(6);
      // Six digits stand in many a timestamp; as a word of their own they would be the number.
      const word = new RegExp(`(?<!\\d)${secret}(?!\\d)`);
      expect(word.test(log), `log holds ${name}`).toBe(false);
      expect(word.test(openTables), `database holds ${name}`).toBe(false);
    }
    expect(openTables).not.toContain('"d":');
    socket.close();
    await verifier.dispose();
  });

  it('are in files that only their owner reads', async () => {
    const verifier = await startTestVerifier();
    for (const name of ['master.key', 'admin.json']) expect((await stat(join(verifier.dataFolder, name))).mode & 0o077, name).toBe(0);
    await verifier.dispose();
  });

  it('do not open without their master key, and no new one is made in its place', async () => {
    const verifier = await startTestVerifier();
    const { dataFolder } = verifier;
    const file = join(dataFolder, 'master.key');
    const key = await readFile(file, 'utf8');
    await verifier.close();
    await rm(file);
    await expect(startTestVerifier({ dataFolder })).rejects.toMatchObject({ code: 'master-key-missing' });
    await writeFile(file, `${'A'.repeat(43)}\n`);
    await expect(startTestVerifier({ dataFolder })).rejects.toMatchObject({ code: 'master-key-wrong' });
    await writeFile(file, 'short');
    await expect(startTestVerifier({ dataFolder })).rejects.toMatchObject({ code: 'master-key-malformed' });
    await rm(file);
    const again = await startTestVerifier({ dataFolder, environment: { DESKFOB_MASTER_KEY: key.trim() } });
    expect(again.jkt).toBe(verifier.jkt);
    await again.close();
    await removeDataFolder(dataFolder);
  });
});

async function dump(db: Awaited<ReturnType<typeof startTestVerifier>>['db']): Promise<string> {
  const parts: string[] = [];
  for (const table of TABLES) parts.push(JSON.stringify(await db.execute(sql.raw(`select * from ${table}`))));
  return parts.join('\n').replaceAll('\\"', '"');
}
