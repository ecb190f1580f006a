import { eq, notInArray, or } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accounts, events, requests, subscribers, tombstones, transactions } from '../../../src/verifier/store/schema.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

const DAY_MS = 24 * 3_600_000;

describe('removing an account', () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    await verifier.api.setApplication('vpn', { name: 'VPN' });
  });
  afterAll(async () => await verifier.dispose());

  const isErased = async (device: TestDevice): Promise<boolean> =>
    (await verifier.db.select().from(accounts).where(eq(accounts.id, device.accountId))).length === 0;

  /** Ids of transactions whose subscriber is gone, and of requests whose account or transaction is. */
  const leftBehind = async (): Promise<string[]> => {
    const { db } = verifier;
    const noTransaction = notInArray(requests.transactionId, db.select({ id: transactions.id }).from(transactions));
    const noAccount = notInArray(requests.accountId, db.select({ id: accounts.id }).from(accounts));
    const noSubscriber = notInArray(transactions.subscriberId, db.select({ id: subscribers.id }).from(subscribers));
    const lost = await db.select({ id: requests.id }).from(requests).where(or(noTransaction, noAccount));
    return [...lost, ...(await db.select({ id: transactions.id }).from(transactions).where(noSubscriber))].map(({ id }) => id);
  };
  afterEach(async () => {
    if ((await leftBehind()).length > 0) throw new Error('Something is left behind of what was removed.');
  });

  it('by an administrator: the attached device is told at once, the request goes, passcodes end', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs());
    const socket = await DeviceSocket.open(device);
    await socket.attach([device], { seq: 2 });
    await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws } = await socket.nextRequest(device);
    expect((await verifier.api.call('DELETE', `/v1/accounts/${device.accountId}`)).status).toBe(204);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'removed', reason: 'administrator', seq: 3 });
    socket.send({ type: 'answer', answer: await device.answer(jws, 'deny') });
    expect((await socket.next('error')).code).toBe('not-attached');
    verifier.clock.advance(60_000);
    expect(await verifier.api.passcode('anna', device.passcodeAt(verifier.clock.nowMs()))).toEqual({ valid: false });
    expect((await verifier.api.call('DELETE', `/v1/accounts/${device.accountId}`)).status).toBe(404);
    expect(await isErased(device)).toBe(true);
    socket.close();
  });

  it('while the device is away: it learns it at its next attach, with every event it missed, as often as it asks', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs());
    await verifier.api.call('DELETE', `/v1/accounts/${device.accountId}`);
    const bytes: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const socket = await DeviceSocket.open(device);
      expect(await socket.attach([device])).toMatchObject({ accounts: [], rejected: [] });
      expect((await socket.nextEvent(device)).event).toMatchObject({ seq: 1, event: 'cancelled' });
      expect((await socket.nextEvent(device)).event).toMatchObject({ seq: 2, event: 'activated' });
      const removed = await socket.nextEvent(device);
      expect(removed.event).toMatchObject({ seq: 3, event: 'removed' });
      bytes.push(removed.jws);
      socket.close();
    }
    expect(bytes[0]).toBe(bytes[1]);
  });

  it('by the device: on a socket that attaches nothing, and again with the same answer', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs());
    const other = await pairActive(verifier.api, verifier.clock.nowMs(), 'bert');
    const socket = await DeviceSocket.open(device);
    const proof = await device.removal();
    socket.send({ type: 'remove', proof });
    const removed = await socket.nextEvent(device);
    expect(removed.event).toMatchObject({ event: 'removed', reason: 'device' });
    expect(await isErased(device)).toBe(true);
    const later = await DeviceSocket.attached(other);
    later.send({ type: 'remove', proof });
    for (;;) {
      const again = await later.next('event');
      if (again.event === removed.jws) break;
    }
    socket.close();
    later.close();
  });

  it('by the device: only by its own key', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs());
    const thief = await TestDevice.make(verifier.issuer);
    const socket = await DeviceSocket.open(device);
    for (const accountId of [device.accountId, 'nobody']) {
      thief.accountId = accountId;
      socket.send({ type: 'remove', proof: await thief.removal() });
      expect(await socket.next('error')).toMatchObject({ code: 'not-attached', id: accountId });
    }
    expect(await isErased(device)).toBe(false);
    socket.close();
  });

  it('leaves the other devices of the subscriber as they are, and a new pairing revokes none', async () => {
    const one = await pairActive(verifier.api, verifier.clock.nowMs(), 'carla');
    const two = await pairActive(verifier.api, verifier.clock.nowMs(), 'carla');
    expect((await verifier.api.accounts()).filter((row) => row.subscriber === 'carla').map((row) => row.status)).toEqual([
      'active',
      'active',
    ]);
    await verifier.api.call('DELETE', `/v1/accounts/${one.accountId}`);
    const socket = await DeviceSocket.open(two);
    expect((await socket.attach([one, two])).accounts).toEqual([{ id: two.accountId, status: 'active', seq: expect.any(Number) }]);
    socket.close();
  });

  it('with the whole subscriber', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs(), 'dora');
    const socket = await DeviceSocket.open(device);
    await socket.attach([device], { seq: 2 });
    const { id } = await verifier.api.ask({ subscriber: 'dora', application: 'vpn' });
    await socket.nextRequest(device);
    expect((await verifier.api.call('DELETE', '/v1/subscribers/dora')).status).toBe(204);
    expect((await verifier.api.call('GET', `/v1/transactions/${id}`)).status).toBe(404);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'removed', reason: 'administrator' });
    expect((await verifier.api.call('GET', '/v1/subscribers/dora')).status).toBe(404);
    socket.close();
  });

  it('while the subscriber is asked: whatever comes first, nothing is left behind', async () => {
    for (let round = 0; round < 10; round += 1) {
      const device = await pairActive(verifier.api, verifier.clock.nowMs(), 'fritz');
      const gone = round % 2 === 0 ? `/v1/accounts/${device.accountId}` : '/v1/subscribers/fritz';
      const asked = Array.from(
        { length: 6 },
        async () => await verifier.api.call('POST', '/v1/transactions', { subscriber: 'fritz', application: 'vpn' }),
      );
      const [removed] = await Promise.all([verifier.api.call('DELETE', gone), ...asked]);
      expect(removed.status).toBe(204);
      expect(await leftBehind()).toEqual([]);
    }
  });

  it('is remembered for ninety days', async () => {
    const device = await pairActive(verifier.api, verifier.clock.nowMs(), 'emil');
    await verifier.api.call('DELETE', `/v1/accounts/${device.accountId}`);
    verifier.clock.advance(89 * DAY_MS);
    await verifier.sweep();
    expect(await verifier.db.select().from(tombstones).where(eq(tombstones.accountId, device.accountId))).toHaveLength(1);
    verifier.clock.advance(2 * DAY_MS);
    await verifier.sweep();
    expect(await verifier.db.select().from(tombstones)).toEqual([]);
    for (const table of [events, requests, transactions]) expect(await verifier.db.select().from(table)).toEqual([]);
    const socket = await DeviceSocket.open(device);
    expect(await socket.attach([device])).toMatchObject({ accounts: [], rejected: [device.accountId] });
    socket.close();
  });
});
