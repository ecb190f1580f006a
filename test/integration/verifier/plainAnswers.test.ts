import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

/** A person with one device, as most have: its answer is written by one statement. */
describe('the answer of the only device', () => {
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
    socket = await DeviceSocket.attached(device);
    for (const frame of await socket.settledFrames()) await socket.next(frame.type);
  });
  afterEach(() => socket.close());

  const ask = async () => {
    const created = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    return { id: created.id, number: created.match.number ?? '', ...(await socket.nextRequest(device)) };
  };
  const approve = async ({ jws, number }: { jws: string; number: string }): Promise<string> => await device.answer(jws, 'approve', number);
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

  it('settles, is said again in the same bytes, and its request comes no more', async () => {
    const asked = await ask();
    const answer = await approve(asked);
    socket.send({ type: 'answer', answer });
    const event = await socket.nextEvent(device);
    expect(event.event).toMatchObject({ event: 'settled', outcome: 'approved', request: asked.request.jti });
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ status: 'approved', account: device.accountId, received: false });
    socket.send({ type: 'answer', answer });
    expect(await socket.nextEvent(device)).toEqual(event);
    socket.send({ type: 'answer', answer: await device.answer(asked.jws, 'deny') });
    expect(await socket.nextEvent(device)).toEqual(event);
    expect((await told()).at(-1)).toBe(event.event.seq);
  });

  it('settles again and again, each event the next one', async () => {
    const seqs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const asked = await ask();
      socket.send({ type: 'answer', answer: round % 3 === 2 ? await device.answer(asked.jws, 'deny') : await approve(asked) });
      seqs.push((await socket.nextEvent(device)).event.seq);
    }
    expect(seqs).toEqual(Array.from(seqs, (_, index) => (seqs[0] ?? 0) + index));
    expect((await told()).slice(-8)).toEqual(seqs);
  });

  it('settles two sign-ins that are answered at once', async () => {
    const asked = [await ask(), await ask(), await ask()];
    for (const one of asked) socket.send({ type: 'answer', answer: await approve(one) });
    const events = [await socket.nextEvent(device), await socket.nextEvent(device), await socket.nextEvent(device)];
    expect(events.map(({ event }) => event)).toMatchObject(asked.map(({ request }) => ({ outcome: 'approved', request: request.jti })));
    for (const { id } of asked) expect((await verifier.api.transaction(id)).status).toBe('approved');
  });

  it('sets the count of wrong numbers and passcodes back when it approves, and not when it denies', async () => {
    for (let wrong = 0; wrong < 3; wrong += 1) await verifier.api.passcode('anna', '000000');
    expect(await failures()).toBe(3);
    const denied = await ask();
    socket.send({ type: 'answer', answer: await device.answer(denied.jws, 'deny') });
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'denied' });
    expect(await failures()).toBe(3);
    const approved = await ask();
    socket.send({ type: 'answer', answer: await approve(approved) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ outcome: 'approved' });
    expect(await failures()).toBe(0);
  });

  it('counts where the device is attached last, and nowhere else', async () => {
    const asked = await ask();
    const newer = await DeviceSocket.attached(device);
    await newer.nextRequest(device);
    socket.send({ type: 'answer', answer: await approve(asked) });
    expect((await socket.next('error')).code).toBe('replaced');
    expect((await socket.next('error')).code).toBe('not-attached');
    expect((await verifier.api.transaction(asked.id)).status).toBe('open');
    newer.send({ type: 'answer', answer: await approve(asked) });
    expect((await verifier.api.transaction(asked.id, '?wait=10')).status).toBe('approved');
    newer.close();
  });
});
