import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startVerifier } from '../../src/verifier/compose.ts';
import { createLogger } from '../../src/verifier/createLogger.ts';
import { NODE_LOCKS } from '../../src/verifier/store/PostgresNodes.ts';
import { freshDatabase } from '../harness/postgres/testDatabase.ts';
import { PostgresServer } from '../harness/postgres/PostgresServer.ts';
import { bookOf } from '../harness/verifier/bookOf.ts';
import { freshDataFolder } from '../harness/verifier/dataFolder.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { freePort } from '../harness/verifier/freePort.ts';
import { KillableVerifier } from '../harness/verifier/KillableVerifier.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';

/** Two verifier processes on one database, as behind a load balancer: one issuer, one master key, a data folder each. */
class Pair {
  readonly one: KillableVerifier;
  readonly two: KillableVerifier;

  private constructor(one: KillableVerifier, two: KillableVerifier) {
    this.one = one;
    this.two = two;
  }

  static async start(database: string): Promise<Pair> {
    const env = { DESKFOB_MASTER_KEY: randomBytes(32).toString('base64url') };
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    // At the same moment, on a database that is empty: one of them makes the keys, the other finds them.
    const [one, two] = await Promise.all([
      KillableVerifier.start({ database, publicUrl, listen: { host: '127.0.0.1', port } }, env),
      KillableVerifier.start({ database, publicUrl }, env),
    ]);
    await one.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
    return new Pair(one, two);
  }

  async stop(): Promise<void> {
    await this.one.stop();
    await this.two.stop();
  }
}

/** How many rows a query finds. */
async function countOn(database: string | undefined, query: string): Promise<number> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query(query)).rows.length;
  } finally {
    await client.end();
  }
}

/** Nodes that the server knows by the lock that each of them holds. */
const LIVING = `select 1 from pg_locks where locktype = 'advisory' and classid = ${NODE_LOCKS} and objid <> 0 and granted
  and database = (select oid from pg_database where datname = current_database())`;
/** Nodes for whose sake the others tell what they do. */
const ENTERED = 'select 1 from nodes';

async function attachedTo(verifier: KillableVerifier, ...devices: TestDevice[]): Promise<DeviceSocket> {
  const [first] = devices;
  if (first === undefined) throw new Error('no device');
  const socket = await DeviceSocket.open(first, verifier.port);
  await socket.attach(devices);
  // What the pairing has left behind comes first.
  for (const frame of await socket.settledFrames()) await socket.next(frame.type);
  return socket;
}

describe('two verifiers on one database', () => {
  let pair: Pair;
  let people = 0;
  beforeAll(async () => {
    pair = await Pair.start(await freshDatabase());
  });
  afterAll(async () => await pair.stop());

  /** Somebody new with an active device. */
  const somebody = async (): Promise<{ name: string; device: TestDevice }> => {
    const name = `person${(people += 1)}`;
    return { name, device: await pairActive(pair.one.api, Date.now(), name) };
  };

  it('made one identity between them', async () => {
    const [one, two] = await Promise.all(
      [pair.one, pair.two].map(async ({ port }) => await (await fetch(`http://127.0.0.1:${port}/.well-known/deskfob`)).text()),
    );
    expect(one).toBe(two);
  });

  it('settle once what was asked at one and is attached at the other', async () => {
    const { name, device } = await somebody();
    const socket = await attachedTo(pair.two, device);
    const asked = await pair.one.api.ask({ subscriber: name, application: 'vpn', origin: { address: '127.0.0.1' } });
    const { jws, request } = await socket.nextRequest(device);
    // The one that asks knows where the device is, though it is attached at the other.
    expect(request).toMatchObject({ here: { address: '127.0.0.1' }, proximity: 'same-address' });
    const outcome = pair.one.api.transaction(asked.id, '?wait=25');
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', asked.match.number) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'approved' });
    expect(await outcome).toMatchObject({ status: 'approved', account: device.accountId });
    socket.close();
  });

  it('answer the same relying application, whichever it calls', async () => {
    const { name, device } = await somebody();
    const { body } = await pair.one.api.call<{ key: string }>('POST', '/v1/api-keys', { name: 'wiki', scope: 'relying' });
    const asked = await pair.two.api.as(body.key).ask({ subscriber: name, application: 'vpn' });
    const outcome = pair.one.api.as(body.key).transaction(asked.id, '?wait=25');
    const socket = await DeviceSocket.open(device, pair.two.port);
    await socket.attach([device], { seq: 2 });
    const { jws } = await socket.nextRequest(device);
    socket.send({ type: 'answer', answer: await device.answer(jws, 'deny') });
    expect((await outcome).status).toBe('denied');
    socket.close();
  });

  it('withdraw at one what was asked at the other', async () => {
    const { name, device } = await somebody();
    const socket = await attachedTo(pair.two, device);
    const asked = await pair.one.api.ask({ subscriber: name, application: 'vpn' });
    await socket.nextRequest(device);
    await pair.one.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'cancelled', reason: 'withdrawn' });
    socket.close();
  });

  it('let the newest attach win, wherever it is; an answer counts there alone', async () => {
    const { name, device } = await somebody();
    const old = await attachedTo(pair.one, device);
    const asked = await pair.one.api.ask({ subscriber: name, application: 'vpn' });
    const { jws } = await old.nextRequest(device);
    const answer = await device.answer(jws, 'approve', asked.match.number);
    const newest = await DeviceSocket.open(device, pair.two.port);
    await newest.attach([device], { seq: 2 });
    expect((await newest.nextRequest(device)).jws).toBe(jws);
    expect(await old.next('error')).toMatchObject({ code: 'replaced', id: device.accountId });
    old.send({ type: 'answer', answer });
    expect((await old.next('error')).code).toBe('not-attached');
    expect((await pair.one.api.transaction(asked.id)).status).toBe('open');
    newest.send({ type: 'answer', answer });
    expect((await newest.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'approved' });
    for (const socket of [old, newest]) socket.close();
  });

  it('take one of two answers that come to both at the same moment', async () => {
    const { name, device: first } = await somebody();
    const second = await pairActive(pair.two.api, Date.now(), name);
    const [one, two] = [await attachedTo(pair.one, first), await attachedTo(pair.two, second)];
    for (let round = 0; round < 8; round += 1) {
      const asked = await pair.two.api.ask({ subscriber: name, application: 'vpn' });
      const approve = await first.answer((await one.nextRequest(first)).jws, 'approve', asked.match.number);
      const deny = await second.answer((await two.nextRequest(second)).jws, 'deny');
      one.send({ type: 'answer', answer: approve });
      two.send({ type: 'answer', answer: deny });
      const { status } = await pair.two.api.transaction(asked.id, '?wait=25');
      const told = [await lastSettled(one, first), await lastSettled(two, second)];
      expect(told.toSorted()).toEqual([status, 'elsewhere'].toSorted());
    }
    for (const socket of [one, two]) socket.close();
  });

  it('count together: no more than three open sign-ins, and one use of each passcode', async () => {
    const { name, device } = await somebody();
    const asks = Array.from({ length: 12 }, async (_, index) => {
      const { api } = index % 2 === 0 ? pair.one : pair.two;
      return (await api.call('POST', '/v1/transactions', { subscriber: name, application: 'vpn' })).status;
    });
    expect((await Promise.all(asks)).toSorted((a, b) => a - b)).toEqual([201, 201, 201, ...Array.from({ length: 9 }, () => 429)]);
    const passcode = device.passcodeAt(Date.now() + 30_000);
    const checks = Array.from({ length: 6 }, async (_, index) => {
      const { api } = index % 2 === 0 ? pair.one : pair.two;
      return (await api.passcode(name, passcode)).valid;
    });
    expect((await Promise.all(checks)).filter(Boolean)).toHaveLength(1);
  });

  it('know at once what an administrator has changed at the other', async () => {
    const { name, device } = await somebody();
    const socket = await attachedTo(pair.two, device);
    for (const label of ['Wiki', 'Wiki of Acme', 'Another wiki']) {
      await pair.one.api.setApplication('wiki', { name: label, lifetimeSeconds: 300 });
      await expect
        .poll(async () => {
          const asked = await pair.two.api.ask({ subscriber: name, application: 'wiki' });
          const { request } = await socket.nextRequest(device);
          await pair.two.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
          return request.application.name;
        })
        .toBe(label);
    }
    socket.close();
  });

  it('go on when one is killed: the other is asked, and forgets where the dead one had attached a device', async () => {
    const { name, device } = await somebody();
    const there = await attachedTo(pair.two, device);
    pair.two.kill();
    await pair.two.died();
    // The server hears of a process's death a moment after us.
    await expect.poll(async () => await countOn(pair.one.options.database, LIVING)).toBe(1);
    const asked = await pair.one.api.ask({ subscriber: name, application: 'vpn', origin: { address: '127.0.0.1' } });
    const here = await DeviceSocket.open(device, pair.one.port);
    await here.attach([device], { seq: 2 });
    const { jws, request } = await here.nextRequest(device);
    expect(request.here).toBeUndefined();
    here.send({ type: 'answer', answer: await device.answer(jws, 'approve', asked.match.number) });
    expect((await pair.one.api.transaction(asked.id, '?wait=25')).status).toBe('approved');
    for (const socket of [there, here]) socket.close();
    await pair.two.resume();
    expect((await pair.two.api.accounts()).some(({ id }) => id === device.accountId)).toBe(true);
    // The new one has forgotten the dead one, or nobody would ever be alone again.
    expect(await countOn(pair.one.options.database, ENTERED)).toBe(2);
    await pair.two.stop();
    expect(await countOn(pair.one.options.database, ENTERED)).toBe(1);
  });
});

/** The outcome that a device was told of its answer; others get to know of a decision elsewhere before that. */
async function lastSettled(socket: DeviceSocket, device: TestDevice): Promise<string> {
  for (;;) {
    const { event } = await socket.nextEvent(device);
    if (event.event === 'settled') return event.outcome;
  }
}

describe('a PostgreSQL server that crashes', () => {
  it('loses nothing: both verifiers come back to it by themselves and go on waking each other', async () => {
    const server = await PostgresServer.start();
    onTestFinished(async () => await server.stop());
    const pair = await Pair.start(await server.createDatabase());
    onTestFinished(async () => await pair.stop());
    const device = await pairActive(pair.one.api, Date.now());
    const before = await attachedTo(pair.two, device);
    const asked = await pair.one.api.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws } = await before.nextRequest(device);
    await server.crash();
    const answer = await device.answer(jws, 'approve', asked.match.number);
    before.send({ type: 'answer', answer });
    // Nothing is pretended: the socket closes, so that the app comes back and says it again.
    expect(await before.closeCode()).toBe(4503);
    expect((await pair.one.api.call('GET', `/v1/transactions/${asked.id}`)).status).toBeGreaterThanOrEqual(500);
    await server.resume();

    const after = await DeviceSocket.open(device, pair.two.port);
    await after.attach([device], { seq: 2 });
    after.send({ type: 'answer', answer });
    expect((await pair.one.api.transaction(asked.id, '?wait=25')).status).toBe('approved');
    // Each hears the other again: asked here, delivered there.
    await expect
      .poll(
        async () => {
          const again = await pair.one.api.ask({ subscriber: 'anna', application: 'vpn' });
          const delivered = await Promise.race([
            after.nextRequest(device).then(() => true),
            pair.one.api.transaction(again.id, '?wait=1').then(() => false),
          ]);
          await pair.one.api.call('POST', `/v1/transactions/${again.id}/cancel`);
          return delivered;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    after.close();
    await pair.stop();
    const book = await bookOf(pair.one.options);
    expect([...book.settled.values()].every((outcomes) => outcomes.length === 1)).toBe(true);
  });
});

describe('a verifier that is started on PostgreSQL', () => {
  const options = async (database: string) => {
    const port = await freePort();
    return {
      dataFolder: await freshDataFolder(),
      database,
      publicUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      organisation: { name: 'Acme GmbH', colour: '#0b6b5d' },
      logger: createLogger('silent'),
      development: true,
    };
  };

  it('without the master key of the first makes no second one', async () => {
    const database = await freshDatabase();
    const first = await startVerifier(await options(database));
    await expect(startVerifier(await options(database))).rejects.toMatchObject({ code: 'master-key-missing' });
    await first.close();
  });

  it('says in a sentence without the password that the database cannot be reached', async () => {
    const url = 'postgres://deskfob:very-secret@127.0.0.1:1/deskfob';
    const failed = await startVerifier(await options(url)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'database-unreachable' });
    expect(String(failed)).not.toContain('very-secret');
    expect(String(failed)).toContain('ECONNREFUSED');
  });
});
