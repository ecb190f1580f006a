import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

describe('the main job', () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    await verifier.api.addSubscriber('anna', 'Anna Weber');
    await verifier.api.setApplication('vpn', { name: 'Acme VPN' });
  });
  afterAll(async () => await verifier.dispose());

  it('pairs by link, confirms by number, signs in by request and by passcode', async () => {
    const { api, clock } = verifier;
    const key = await api.pairingKey('anna');
    expect(key.jkt).toBe(verifier.jkt);
    expect((await api.pairing(key.id)).state).toBe('unused');

    const device = await TestDevice.paired(key.link);
    const waiting = await api.pairing(key.id, '?since=unused&wait=10');
    expect(waiting).toMatchObject({ state: 'waiting', requestState: 'open', device: { name: "Anna's computer", platform: 'linux' } });
    expect(waiting.number).toMatch(/^\d{6}$/);

    const socket = await DeviceSocket.open(device);
    const attached = await socket.attach([device]);
    expect(attached).toMatchObject({ accounts: [{ id: device.accountId, status: 'waiting', seq: 0 }], rejected: [] });
    const pairing = await socket.nextRequest(device);
    expect(pairing.request).toMatchObject({ kind: 'pairing', match: { type: 'entry', digits: 6 }, application: { name: 'Acme GmbH' } });
    // Signed when it is sent, perhaps a second after its 300 seconds have begun.
    expect([299, 300]).toContain(pairing.request.exp - pairing.request.iat);
    const confirmed = api.pairing(key.id, '?since=waiting:open&wait=10');
    socket.send({ type: 'answer', answer: await device.answer(pairing.jws, 'approve', waiting.number) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'approved', seq: 1 });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'activated', seq: 2 });
    expect((await confirmed).state).toBe('active');

    const created = await api.ask({ subscriber: 'anna', application: 'vpn', message: 'Gateway 2' });
    expect(created).toMatchObject({ status: 'open', match: { type: 'entry' }, compliance: { sp80063b4: true, reasons: [] } });
    const { jws, request } = await socket.nextRequest(device);
    expect(request).toMatchObject({
      kind: 'sign-in',
      application: { name: 'Acme VPN' },
      message: 'Gateway 2',
      proximity: 'unknown',
      userVerification: 'preferred',
    });
    expect(JSON.stringify(request)).not.toContain(created.match.number);
    socket.send({ type: 'received', id: request.jti });
    const outcome = api.transaction(created.id, '?wait=10');
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', created.match.number, { uv: 'pin' }) });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'settled', outcome: 'approved', request: request.jti, seq: 3 });
    expect(await outcome).toMatchObject({
      status: 'approved',
      account: device.accountId,
      uv: 'pin',
      amr: ['swk', 'user', 'pin'],
      received: true,
    });

    const passcode = device.passcodeAt(clock.nowMs());
    expect(await api.passcode('anna', passcode)).toEqual({ valid: true, account: device.accountId });
    expect(await api.passcode('anna', passcode)).toEqual({ valid: false });
    socket.close();
  });

  it('pairs by sign-in name and key, confirmed by passcode', async () => {
    const { api, clock } = verifier;
    const key = await api.pairingKey('anna');
    expect(key.signInName).toBe(`anna@${new URL(verifier.issuer).host}`);
    const device = await TestDevice.make(verifier.issuer);
    const reply = await device.post(await device.pairingMessage(key.typedKey.replaceAll('-', ''), { name: 'anna' }));
    expect(reply.status).toBe(200);
    await device.take(reply.text);
    expect(await api.call('POST', `/v1/pairing-keys/${key.id}/passcode`, { passcode: '000000' })).toMatchObject({
      status: 403,
      body: { error: 'refused' },
    });
    expect(await api.call('POST', `/v1/pairing-keys/${key.id}/passcode`, { passcode: device.passcodeAt(clock.nowMs()) })).toMatchObject({
      status: 200,
      body: { state: 'active' },
    });
    const socket = await DeviceSocket.open(device);
    expect((await socket.attach([device])).accounts).toEqual([{ id: device.accountId, status: 'active', seq: 2 }]);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'cancelled', reason: 'elsewhere' });
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'activated' });
    socket.close();
  });
});
