import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AskStatements } from '../../../src/verifier/requests/AskStatements.ts';
import { ReadAhead } from '../../../src/verifier/requests/ReadAhead.ts';
import { Signals } from '../../../src/verifier/Signals.ts';
import { Changes } from '../../../src/verifier/store/Changes.ts';
import { openPgliteStore } from '../../../src/verifier/store/openPgliteStore.ts';
import { openPostgresStore } from '../../../src/verifier/store/openPostgresStore.ts';
import { accounts, subscribers } from '../../../src/verifier/store/schema.ts';
import type { Store } from '../../../src/verifier/store/Store.ts';
import { databaseOf } from '../../harness/postgres/testDatabase.ts';
import { freshDataFolder, removeDataFolder } from '../../harness/verifier/dataFolder.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestClock } from '../../harness/verifier/TestClock.ts';

describe('a subscriber who is read ahead', () => {
  const clock = new TestClock();
  const failures: unknown[] = [];
  let folder: string;
  let store: Store;
  let statements: AskStatements;
  let readAhead: ReadAhead;

  beforeAll(async () => {
    folder = await freshDataFolder();
    const url = await databaseOf(folder);
    store = url === undefined ? await openPgliteStore(join(folder, 'db')) : await openPostgresStore(url, () => {});
    const createdAt = clock.nowMs();
    const device = { name: 'A computer', platform: 'linux', osVersion: '', appVersion: '' } as const;
    const deviceKey = { kty: 'EC', crv: 'P-256', x: '', y: '' } as const;
    const account = { status: 'active', deviceKey, device, sealedSeed: '', createdAt, waitingUntil: 0 } as const;
    for (const [name, ids] of Object.entries({ anna: ['a1', 'a2'], ben: ['b1'] })) {
      await store.db.insert(subscribers).values({ id: `s-${name}`, name, displayName: name, createdAt });
      for (const id of ids) await store.db.insert(accounts).values({ ...account, id, thumbprint: id, subscriberId: `s-${name}` });
    }
    statements = new AskStatements(new Changes(store, new Signals()), store.nodes, []);
  });
  beforeEach(() => {
    readAhead = new ReadAhead(statements, clock, (error) => failures.push(error));
  });
  afterAll(async () => {
    await store.close();
    await removeDataFolder(folder);
  });

  const setMuted = async (id: string, mutedUntil: number): Promise<unknown> =>
    await store.db.update(accounts).set({ mutedUntil }).where(eq(accounts.id, id));
  /** All that was to be read is read. */
  const prepared = async (name: string): Promise<unknown> => {
    let known: unknown;
    await expect.poll(() => (known = readAhead.take(name))).toBeDefined();
    return known;
  };

  it('is known as the database has it, and once', async () => {
    readAhead.prepare('a2');
    expect(await prepared('anna')).toEqual(await statements.read('anna', clock.nowMs()));
    expect(readAhead.take('anna')).toBeUndefined();
    expect(failures).toEqual([]);
  });

  it('is not known while an account is muted, which ends without a turn', async () => {
    await setMuted('a1', clock.nowMs() + 600_000);
    readAhead.prepare('a1');
    readAhead.prepare('b1');
    await prepared('ben');
    expect(readAhead.take('anna')).toBeUndefined();
    await setMuted('a1', 0);
  });

  it('is not known by an account that there is no more, and no failure stops the others', async () => {
    const broken = new AskStatements(
      new Changes({ ...store, run: async () => await Promise.reject(new Error('gone')) }, new Signals()),
      store.nodes,
      [],
    );
    const failing = new ReadAhead(broken, clock, (error) => failures.push(error));
    failing.prepare('a1');
    failing.prepare('a2');
    await expect.poll(() => failures).toHaveLength(2);
    readAhead.prepare('nobody');
    readAhead.prepare('a1');
    expect(await prepared('anna')).toMatchObject({ id: 's-anna', accounts: [{ id: 'a1' }, { id: 'a2' }] });
  });
});

describe('a mute', () => {
  it('takes a turn, so that nothing from before it is written', async () => {
    const verifier = await startTestVerifier();
    const device = await pairActive(verifier.api, verifier.clock.nowMs());
    await verifier.api.setApplication('vpn', { name: 'VPN' });
    const socket = await DeviceSocket.attached(device);
    const turn = async (): Promise<number> => (await verifier.db.select({ turn: subscribers.turn }).from(subscribers))[0]?.turn ?? NaN;
    const before = await turn();
    socket.send({ type: 'mute', mute: await device.mute(verifier.clock.nowMs() + 600_000) });
    await expect.poll(turn).toBe(before + 1);
    const refused = await verifier.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' });
    expect(refused.body).toMatchObject({ error: 'no-account' });
    socket.close();
    await verifier.dispose();
  });
});
