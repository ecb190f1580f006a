import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../../src/protocol/frames.ts';
import { SOCKET_RATES } from '../../../src/verifier/socket/socketRates.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';

describe('the socket', () => {
  let verifier: TestVerifier;
  let anna: TestDevice;
  let bert: TestDevice;

  beforeAll(async () => {
    verifier = await startTestVerifier({ socketRates: { ...SOCKET_RATES, framesPerSocket: { burst: 100, perMs: 10_000 } } });
    anna = await pairActive(verifier.api, verifier.clock.nowMs(), 'anna');
    bert = await pairActive(verifier.api, verifier.clock.nowMs(), 'bert');
    await verifier.api.setApplication('vpn', { name: 'VPN' });
    await verifier.api.setApplication('wiki', { name: 'Wiki', match: 'choice' });
  });
  afterAll(async () => await verifier.dispose());

  const upgradeStatus = async (path: string, protocols: string[], headers: Record<string, string> = {}): Promise<number | string> =>
    await new Promise((resolve) => {
      const socket = new WebSocket(`${verifier.issuer.replace('http', 'ws')}${path}`, protocols, { headers });
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', () => {});
      socket.on('open', () => {
        socket.terminate();
        resolve(socket.protocol);
      });
    });

  it('opens at its path, for its subprotocol, and not for web pages', async () => {
    expect(await upgradeStatus('/v1/socket', ['other', SUBPROTOCOL])).toBe(SUBPROTOCOL);
    expect(await upgradeStatus('/v1/socket', ['other'])).toBe(400);
    expect(await upgradeStatus('/v1/socket', [])).toBe(400);
    expect(await upgradeStatus('/v1/other', [SUBPROTOCOL])).toBe(404);
    expect(await upgradeStatus('/v1/socket', [SUBPROTOCOL], { origin: verifier.issuer })).toBe(403);
  });

  it("carries several accounts, attached in one frame or later, and tells the verifier's time", async () => {
    const socket = await DeviceSocket.open(anna);
    const first = await socket.attach([anna]);
    expect(Math.abs(first.iat - verifier.clock.nowMs() / 1000)).toBeLessThan(5);
    expect((await socket.attach([bert])).accounts).toEqual([{ id: bert.accountId, status: 'active', seq: expect.any(Number) }]);
    await verifier.api.ask({ subscriber: 'bert', application: 'vpn' }).then(async ({ id }) => {
      expect((await socket.nextRequest(bert)).request.aud).toBe(bert.accountId);
      await verifier.api.call('POST', `/v1/transactions/${id}/cancel`);
    });
    socket.close();
  });

  it('rejects an unknown account, a foreign key, another nonce and another verifier alike', async () => {
    const stranger = await TestDevice.make(verifier.issuer);
    const socket = await DeviceSocket.open(anna);
    stranger.accountId = 'nobody';
    expect(await socket.attach([stranger])).toMatchObject({ accounts: [], rejected: ['nobody'] });
    stranger.accountId = anna.accountId;
    expect(await socket.attach([stranger])).toMatchObject({ accounts: [], rejected: [anna.accountId] });
    const other = await DeviceSocket.open(anna);
    const stolen = await anna.attachProof(other.nonce, 0);
    socket.send({ type: 'attach', nonce: 'x'.repeat(43), supports: [], proofs: [stolen] });
    expect(JSON.parse(Buffer.from((await socket.next('attached')).reply.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
      accounts: [],
      rejected: [anna.accountId],
    });
    other.close();
    socket.close();
  });

  it('counts nothing of an account that is not attached there', async () => {
    const annas = await DeviceSocket.attached(anna);
    const asked = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws, request } = await annas.nextRequest(anna);
    const berts = await DeviceSocket.attached(bert);
    berts.send({ type: 'received', id: request.jti });
    expect(await berts.next('error')).toMatchObject({ code: 'not-attached', id: request.jti });
    berts.send({ type: 'answer', answer: await anna.answer(jws, 'approve', asked.match.number) });
    expect(await berts.next('error')).toMatchObject({ code: 'not-attached' });
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ status: 'open', received: false });
    annas.send({ type: 'received', id: 'nothing' });
    expect(await annas.next('error')).toMatchObject({ code: 'unknown-request', id: 'nothing' });
    annas.send({ type: 'received', id: request.jti });
    await annas.settledFrames();
    expect(await verifier.api.transaction(asked.id)).toMatchObject({ received: true });
    await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
    annas.close();
    berts.close();
  });

  it('lets the newest attach win, and tells the old one', async () => {
    const old = await DeviceSocket.attached(anna);
    const fresh = await DeviceSocket.attached(anna);
    expect(await old.next('error')).toMatchObject({ code: 'replaced', id: anna.accountId });
    const asked = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws } = await fresh.nextRequest(anna);
    old.send({ type: 'answer', answer: await anna.answer(jws, 'approve', asked.match.number) });
    expect(await old.next('error')).toMatchObject({ code: 'not-attached' });
    // The old socket's end takes nothing from the new one.
    old.close();
    fresh.send({ type: 'answer', answer: await anna.answer(jws, 'approve', asked.match.number) });
    expect((await verifier.api.transaction(asked.id, '?wait=10')).status).toBe('approved');
    fresh.close();
  });

  it('sends again what was missed, in order and in the same bytes, also after a restart of the verifier', async () => {
    const before = await DeviceSocket.open(bert);
    await before.attach([bert]);
    const asked = await verifier.api.ask({ subscriber: 'bert', application: 'vpn' });
    const seen = await before.nextRequest(bert);
    const earlier = (await before.settledFrames()).filter((frame) => frame.type === 'event');
    before.close();
    verifier = await verifier.restart();
    const after = await DeviceSocket.open(bert);
    await after.attach([bert]);
    expect((await after.nextRequest(bert)).jws).toBe(seen.jws);
    expect((await after.settledFrames()).filter((frame) => frame.type === 'event')).toEqual(earlier);
    after.send({ type: 'answer', answer: await bert.answer(seen.jws, 'approve', asked.match.number) });
    expect((await verifier.api.transaction(asked.id, '?wait=10')).status).toBe('approved');
    const last = earlier.length + 1;
    await after.settledFrames();
    const late = await DeviceSocket.open(bert);
    await late.attach([bert], { seq: last - 1 });
    expect((await late.nextEvent(bert)).event).toMatchObject({ seq: last, event: 'settled' });
    expect(await late.settledFrames()).toEqual([]);
    after.close();
    late.close();
  });

  it('asks no device for what it cannot show', async () => {
    const socket = await DeviceSocket.open(anna);
    await socket.attach([anna], { supports: ['match:entry', 'a-later-thing'] });
    expect((await verifier.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'wiki' })).body.error).toBe(
      'no-account',
    );
    await socket.attach([anna], { supports: ['match:choice'] });
    const asked = await verifier.api.ask({ subscriber: 'anna', application: 'wiki' });
    await socket.nextRequest(anna);
    await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
    socket.close();
  });

  it('pauses pushes while an account is muted, not passcodes, and takes the same mute once', async () => {
    const socket = await DeviceSocket.attached(anna);
    const mute = await anna.mute(verifier.clock.nowMs() + 60_000);
    socket.send({ type: 'mute', mute });
    await socket.settledFrames();
    expect((await socket.attach([anna])).accounts[0]?.mutedUntil).toBe(Math.floor(verifier.clock.nowMs() / 1000) + 60);
    expect((await verifier.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' })).body.error).toBe('no-account');
    socket.send({ type: 'mute', mute: await anna.mute(0) });
    await socket.settledFrames();
    expect((await socket.attach([anna])).accounts[0]).not.toHaveProperty('mutedUntil');
    socket.send({ type: 'mute', mute });
    expect((await socket.settledFrames()).filter((frame) => frame.type === 'error')).toEqual([]);
    expect((await verifier.api.call('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' })).status).toBe(201);
    socket.close();
  });

  it('answers frames it does not understand, and ends what is no app', async () => {
    const socket = await DeviceSocket.attached(anna);
    for (const [text, code] of [
      ['{', 'malformed'],
      ['[]', 'malformed'],
      ['{"type":"attach"}', 'malformed'],
      ['{"type":"dance"}', 'unsupported'],
    ] as const) {
      socket.sendText(text);
      expect((await socket.next('error')).code, text).toBe(code);
    }
    socket.sendText(Buffer.from('binary'));
    expect(await socket.closeCode()).toBe(4400);
    const large = await DeviceSocket.attached(anna);
    large.sendText('x'.repeat(64 * 1024 + 1));
    expect(await large.closeCode()).toBe(1009);
    const fast = await DeviceSocket.attached(anna);
    for (let count = 0; count < 120; count += 1) fast.sendText('{"type":"dance"}');
    expect(await fast.closeCode()).toBe(4429);
  });

  it('closes when nothing is attached within ten seconds', async () => {
    const idle = await DeviceSocket.open(anna);
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(await idle.closeCode()).toBe(4401);
    expect(performance.now() - started).toBeGreaterThan(9000);
  });
});
