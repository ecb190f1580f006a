import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { events, requests, transactions } from '../../../src/verifier/store/schema.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

describe('an answer to what this node wrote last for the account', () => {
  let verifier: TestVerifier;
  let device: TestDevice;
  let socket: DeviceSocket;

  beforeAll(async () => {
    verifier = await startTestVerifier();
    device = await pairActive(verifier.api, verifier.clock.nowMs());
    await verifier.api.setApplication('vpn', { name: 'VPN' });
  });
  afterAll(async () => await verifier.dispose());

  beforeEach(async () => {
    await verifier.api.call('POST', '/v1/subscribers/anna/unlock');
    socket = await attached();
  });
  afterEach(() => socket.close());

  /** With all that is earlier read. */
  const attached = async (): Promise<DeviceSocket> => {
    const opened = await DeviceSocket.attached(device);
    for (const frame of await opened.settledFrames()) await opened.next(frame.type);
    return opened;
  };
  const ask = async () => {
    const { id, match } = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    return { id, number: match.number ?? '', ...(await socket.nextRequest(device)) };
  };
  /** Whom the node read ahead may be known with an earlier socket, and then the answer is read again; it does so once. */
  const askAfresh = async () => {
    await verifier.api.call('POST', `/v1/transactions/${(await ask()).id}/cancel`);
    await socket.nextEvent(device);
    return await ask();
  };
  const approve = async ({ jws, number }: { jws: string; number: string }): Promise<string> => await device.answer(jws, 'approve', number);
  const send = (answer: string): void => socket.send({ type: 'answer', answer });
  const statusOf = async (id: string): Promise<string> => (await verifier.api.transaction(id)).status;
  const failures = async (): Promise<number> => (await verifier.api.subscriber('anna')).failures;
  /** `seq` of the events that the device would be told once more, all of them its own. */
  const told = async (): Promise<number[]> => {
    const again = await DeviceSocket.attached(device);
    const seqs: number[] = [];
    for (const { type } of await again.settledFrames()) {
      expect(type).toBe('event');
      seqs.push((await again.nextEvent(device)).event.seq);
    }
    again.close();
    return seqs;
  };

  it('is not read again', async () => {
    const asked = await askAfresh();
    // Behind everybody's back, so that only who reads can know it.
    await verifier.db.update(requests).set({ hash: 'another' }).where(eq(requests.id, asked.request.jti));
    send(await approve(asked));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved', request: asked.request.jti });
    expect(await statusOf(asked.id)).toBe('approved');
  });

  it('approves nothing for somebody who was disabled meanwhile', async () => {
    const asked = await ask();
    for (let round = 0; round < 20; round += 1) await verifier.api.passcode('anna', '000000');
    send(await approve(asked));
    expect(await socket.next('error')).toMatchObject({ code: 'unavailable', id: asked.request.jti });
    expect(await statusOf(asked.id)).toBe('open');
    send(await device.answer(asked.jws, 'deny'));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'denied' });
  });

  it('hears that the request was withdrawn meanwhile', async () => {
    const asked = await ask();
    await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
    await socket.nextEvent(device);
    send(await approve(asked));
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'cancelled' });
    expect(await statusOf(asked.id)).toBe('cancelled');
  });

  it('hears that its time is over', async () => {
    const asked = await ask();
    verifier.clock.advance(121_000);
    send(await approve(asked));
    await expect.poll(async () => await statusOf(asked.id)).toBe('expired');
    expect(await outcomesUntil(2)).toContain('expired');
  });

  it('is undone as a whole should its transaction have ended without a turn, and finds it ended when it is sent again', async () => {
    const asked = await askAfresh();
    const before = await verifier.db.select().from(events);
    await verifier.db.update(transactions).set({ status: 'cancelled' }).where(eq(transactions.id, asked.id));
    const answer = await approve(asked);
    send(answer);
    expect(await socket.closeCode()).toBe(4503);
    expect(await verifier.db.select().from(events)).toEqual(before);
    socket = await attached();
    send(answer);
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'cancelled', seq: before.length + 1 });
  });

  it('counts for the socket that it came by, also when that is a newer one', async () => {
    const asked = await ask();
    const newer = await attached();
    send(await approve(asked));
    expect(await socket.next('error')).toMatchObject({ code: 'replaced' });
    expect(await socket.next('error')).toMatchObject({ code: 'not-attached' });
    expect(await statusOf(asked.id)).toBe('open');
    newer.send({ type: 'answer', answer: await approve(asked) });
    expect((await newer.nextEvent(device)).event).toMatchObject({ outcome: 'approved' });
    expect(await statusOf(asked.id)).toBe('approved');
    newer.close();
  });

  it('counts a wrong number once, and leaves no second guess', async () => {
    const asked = await ask();
    send(await device.answer(asked.jws, 'approve', asked.number === '000' ? '111' : '000'));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'mismatch' });
    send(await approve(asked));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'mismatch' });
    expect(await statusOf(asked.id)).toBe('mismatch');
    expect(await failures()).toBe(1);
  });

  it('comes after one to an older request, and after that one again', async () => {
    const older = await ask();
    const newer = await ask();
    const first = await approve(older);
    send(first);
    const told = await socket.nextEvent(device);
    expect(told.event).toMatchObject({ outcome: 'approved', request: older.request.jti });
    send(first);
    expect(await socket.nextEvent(device)).toEqual(told);
    send(await approve(newer));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved', request: newer.request.jti });
    expect([await statusOf(older.id), await statusOf(newer.id)]).toEqual(['approved', 'approved']);
  });

  it('settles, is said again in the same bytes, and its request comes no more', async () => {
    const asked = await ask();
    const answer = await approve(asked);
    send(answer);
    const event = await socket.nextEvent(device);
    expect(event.event).toMatchObject({ event: 'settled', outcome: 'approved', request: asked.request.jti });
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ status: 'approved', account: device.accountId, received: false });
    send(answer);
    expect(await socket.nextEvent(device)).toEqual(event);
    send(await device.answer(asked.jws, 'deny'));
    expect(await socket.nextEvent(device)).toEqual(event);
    expect((await told()).at(-1)).toBe(event.event.seq);
  });

  it('settles again and again, each event the next one', async () => {
    const seqs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const asked = await ask();
      send(round % 3 === 2 ? await device.answer(asked.jws, 'deny') : await approve(asked));
      seqs.push((await socket.nextEvent(device)).event.seq);
    }
    expect(seqs).toEqual(Array.from(seqs, (_, index) => (seqs[0] ?? 0) + index));
    expect((await told()).slice(-8)).toEqual(seqs);
  });

  it('settles two sign-ins that are answered at once', async () => {
    const asked = [await ask(), await ask(), await ask()];
    for (const one of asked) send(await approve(one));
    const events = [await socket.nextEvent(device), await socket.nextEvent(device), await socket.nextEvent(device)];
    expect(events.map(({ event }) => event)).toMatchObject(asked.map(({ request }) => ({ outcome: 'approved', request: request.jti })));
    for (const { id } of asked) expect(await statusOf(id)).toBe('approved');
  });

  it('sets the count of wrong numbers and passcodes back when it approves, and not when it denies', async () => {
    for (let wrong = 0; wrong < 3; wrong += 1) await verifier.api.passcode('anna', '000000');
    expect(await failures()).toBe(3);
    const denied = await ask();
    send(await device.answer(denied.jws, 'deny'));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'denied' });
    expect(await failures()).toBe(3);
    const approved = await ask();
    send(await approve(approved));
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved' });
    expect(await failures()).toBe(0);
  });

  /** What so many events say. */
  const outcomesUntil = async (count: number): Promise<string[]> => {
    const said: string[] = [];
    while (said.length < count) {
      const { event } = await socket.nextEvent(device);
      said.push(event.event === 'settled' ? event.outcome : event.event);
    }
    return said;
  };
});
