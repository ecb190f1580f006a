import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKey, publicJwk } from '../../../src/protocol/keys.ts';
import { encodePairingKey } from '../../../src/protocol/pairingKey.ts';
import { parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { PAIRING_RATES } from '../../../src/verifier/pairings/PairingAttempts.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

const generous = { burst: 1000, perMs: 1000 };

describe('redeeming a pairing key', () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier({ pairingRates: { perAddress: generous, perName: generous, total: generous } });
    await verifier.api.addSubscriber('anna');
    await verifier.api.addSubscriber('bert');
  });
  afterAll(async () => await verifier.dispose());

  const freshLinkKey = async (): Promise<string> => parsePairingLink((await verifier.api.pairingKey('anna')).link).key;
  const freshTypedKey = async (): Promise<string> => (await verifier.api.pairingKey('anna')).typedKey.replaceAll('-', '');

  it('answers every wrong key or name alike, and no faster than a quarter of a second', async () => {
    const device = await TestDevice.make(verifier.issuer);
    const used = await freshLinkKey();
    expect((await device.post(await device.pairingMessage(used))).status).toBe(200);
    const typedOfUsed = await verifier.api.pairingKey('anna');
    await TestDevice.paired(typedOfUsed.link);
    const old = await verifier.api.pairingKey('anna');
    verifier.clock.advance(601_000);
    const known = await TestDevice.paired((await verifier.api.pairingKey('anna')).link);
    const stranger = await TestDevice.make(verifier.issuer);
    const messages = {
      unknownLink: await stranger.pairingMessage(encodePairingKey('link', new Uint8Array(26))),
      unknownTyped: await stranger.pairingMessage(encodePairingKey('typed', new Uint8Array(12)), { name: 'anna' }),
      unknownName: await stranger.pairingMessage(await freshTypedKey(), { name: 'nobody' }),
      anotherName: await stranger.pairingMessage(await freshTypedKey(), { name: 'bert' }),
      used: await stranger.pairingMessage(used),
      sisterOfUsed: await stranger.pairingMessage(typedOfUsed.typedKey.replaceAll('-', ''), { name: 'anna' }),
      expired: await stranger.pairingMessage(parsePairingLink(old.link).key),
      knownDeviceKey: await known.pairingMessage(await freshLinkKey()),
    };
    for (const [what, message] of Object.entries(messages)) {
      const started = performance.now();
      const reply = await stranger.post(message);
      expect(reply, what).toEqual({ status: 403, text: '{"error":"refused"}' });
      expect(performance.now() - started, what).toBeGreaterThanOrEqual(249);
    }
    await verifier.sweep();
    expect((await verifier.api.pairing(old.id)).state).toBe('expired');
  });

  it('calls unreadable what is unreadable', async () => {
    const device = await TestDevice.make(verifier.issuer);
    const key = await freshLinkKey();
    const foreign = await generateKey('ECDH-ES');
    const messages = [
      '',
      'x',
      'a.b.c.d.e',
      await device.pairingProof(key),
      await device.encrypted('not a proof'),
      await device.encrypted(await device.pairingProof(key, { aud: 'https://elsewhere.example' })),
      await device.pairingMessage('K7QF'),
      await device.pairingMessage(await freshTypedKey()),
      await device.pairingMessage(key, { name: 'anna' }),
    ];
    for (const message of messages)
      expect(await device.post(message), message.slice(0, 20)).toEqual({ status: 400, text: '{"error":"malformed"}' });
    const offCurve = { ...publicJwk(foreign), x: publicJwk(foreign).y };
    expect((await device.post(await device.pairingMessage(key, { encryptionKey: offCurve }))).text).toBe('{"error":"malformed"}');
    expect((await device.post('x'.repeat(70_000))).text).toBe('{"error":"malformed"}');
    expect((await device.post(await device.pairingMessage(key))).status).toBe(200);
  });

  it('gives the same proof the same bytes until activation, and another proof nothing', async () => {
    const issued = await verifier.api.pairingKey('anna');
    const { key } = parsePairingLink(issued.link);
    const device = await TestDevice.make(verifier.issuer);
    const proof = await device.pairingProof(key);
    const first = await device.post(await device.encrypted(proof));
    expect(first.status).toBe(200);
    expect(await device.post(await device.encrypted(proof))).toEqual(first);
    expect((await device.post(await device.pairingMessage(key))).status).toBe(403);
    await device.take(first.text);
    expect(
      await verifier.api.call('POST', `/v1/pairing-keys/${issued.id}/passcode`, { passcode: device.passcodeAt(verifier.clock.nowMs()) }),
    ).toMatchObject({ body: { state: 'active' } });
    expect((await device.post(await device.encrypted(proof))).status).toBe(403);
  });

  it('gives one of two devices that come at once the account', async () => {
    const key = await freshLinkKey();
    const devices = await Promise.all([1, 2, 3].map(async () => await TestDevice.make(verifier.issuer)));
    const replies = await Promise.all(devices.map(async (device) => await device.post(await device.pairingMessage(key))));
    expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 403, 403]);
  });

  it('asks again after a wrong number, with a new one', async () => {
    const { api } = verifier;
    const issued = await api.pairingKey('anna');
    const device = await TestDevice.paired(issued.link);
    const socket = await DeviceSocket.attached(device);
    const first = await socket.nextRequest(device);
    const shown = (await api.pairing(issued.id)).number ?? '';
    const wrong = shown === '111111' ? '222222' : '111111';
    socket.send({ type: 'answer', answer: await device.answer(first.jws, 'approve', wrong) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'mismatch' });
    const stuck = await api.pairing(issued.id);
    expect(stuck).toMatchObject({ state: 'waiting', requestState: 'mismatch' });
    expect(stuck.number).toBeUndefined();
    const again = await api.call<{ number: string }>('POST', `/v1/pairing-keys/${issued.id}/request`);
    const second = await socket.nextRequest(device);
    expect(second.request.jti).not.toBe(first.request.jti);
    socket.send({ type: 'answer', answer: await device.answer(second.jws, 'approve', again.body.number) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'approved' });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'activated' });
    expect((await api.call('POST', `/v1/pairing-keys/${issued.id}/request`)).body.error).toBe('conflict');
    socket.close();
  });

  it('never shows a page one half of what has happened and not the other', async () => {
    for (let round = 0; round < 12; round += 1) {
      const key = await verifier.api.pairingKey('anna');
      const device = await TestDevice.paired(key.link);
      const socket = await DeviceSocket.attached(device);
      const { jws } = await socket.nextRequest(device);
      const { number } = await verifier.api.pairing(key.id);
      const seen = new Set<string>();
      const watch = async (): Promise<void> => {
        for (let state = 'waiting'; state === 'waiting';) {
          const view = await verifier.api.pairing(key.id);
          seen.add(`${view.state}:${view.requestState}`);
          ({ state } = view);
        }
      };
      const watched = Promise.all([watch(), watch(), watch(), watch()]);
      socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', number) });
      await watched;
      socket.close();
      expect([...seen].filter((state) => state !== 'waiting:open')).toEqual(['active:approved']);
    }
  });

  it('ends when the person at the device says no', async () => {
    const issued = await verifier.api.pairingKey('anna');
    const device = await TestDevice.paired(issued.link);
    const socket = await DeviceSocket.attached(device);
    const { jws } = await socket.nextRequest(device);
    socket.send({ type: 'answer', answer: await device.answer(jws, 'deny') });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'denied', seq: 1 });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'removed', reason: 'device', seq: 2 });
    expect(await verifier.api.pairing(issued.id)).toMatchObject({ state: 'declined', requestState: 'denied' });
    socket.close();
  });

  it('forgets an account that nobody confirmed within ten minutes, and asks no sign-in of it before', async () => {
    const { api, clock } = verifier;
    await api.addSubscriber('carla');
    await api.setApplication('vpn', { name: 'VPN' });
    const issued = await api.pairingKey('carla');
    const device = await TestDevice.paired(issued.link);
    const socket = await DeviceSocket.attached(device);
    await socket.nextRequest(device);
    expect((await api.call('POST', '/v1/transactions', { subscriber: 'carla', application: 'vpn' })).body.error).toBe('no-account');
    expect(await api.passcode('carla', device.passcodeAt(clock.nowMs()))).toEqual({ valid: false });
    clock.advance(301_000);
    await verifier.sweep();
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'cancelled', reason: 'expired' });
    expect(await api.pairing(issued.id)).toMatchObject({ state: 'waiting', requestState: 'expired' });
    clock.advance(301_000);
    await verifier.sweep();
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'removed', reason: 'unconfirmed' });
    expect((await api.pairing(issued.id)).state).toBe('expired');
    expect((await api.accounts()).some((account) => account.id === device.accountId)).toBe(false);
    socket.close();
  });

  it('shows a pairing only to the client that issued its key', async () => {
    const issued = await verifier.api.pairingKey('anna');
    const { body } = await verifier.api.call<{ key: string }>('POST', '/v1/api-keys', { name: 'other', scope: 'admin' });
    expect((await verifier.api.as(body.key).call('GET', `/v1/pairing-keys/${issued.id}`)).status).toBe(404);
  });
});

describe('limits of pairing', () => {
  it('count failures by name and address, not what succeeds', async () => {
    const verifier = await startTestVerifier({
      pairingRates: { ...PAIRING_RATES, perAddress: { burst: 6, perMs: 600_000 }, perName: { burst: 2, perMs: 600_000 } },
    });
    await verifier.api.addSubscriber('anna');
    const device = await TestDevice.make(verifier.issuer);
    const wrong = encodePairingKey('typed', new Uint8Array(12));
    const guess = async (name: string): Promise<string> => (await device.post(await device.pairingMessage(wrong, { name }))).text;
    expect([await guess('anna'), await guess('anna'), await guess('anna')]).toEqual([
      '{"error":"refused"}',
      '{"error":"refused"}',
      '{"error":"throttled"}',
    ]);
    for (let round = 0; round < 4; round += 1) await TestDevice.paired((await verifier.api.pairingKey('anna')).link);
    expect([await guess('a'), await guess('b'), await guess('c'), await guess('d')]).toEqual([
      '{"error":"refused"}',
      '{"error":"refused"}',
      '{"error":"refused"}',
      '{"error":"throttled"}',
    ]);
    verifier.clock.advance(600_000);
    expect(await guess('anna')).toBe('{"error":"refused"}');
    await verifier.dispose();
  });
});
