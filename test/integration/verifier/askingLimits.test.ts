import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/verifier/createLogger.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../../harness/verifier/TestDevice.ts';

const LIMITS = [
  { most: 4, withinMs: 600_000 },
  { most: 6, withinMs: 3_600_000 },
];

describe('a subscriber', () => {
  let verifier: TestVerifier;
  let who: string;
  let people = 0;
  let device: TestDevice;
  beforeAll(async () => {
    verifier = await startTestVerifier({ askingLimits: LIMITS, logger: createLogger('silent') });
    await verifier.api.setApplication('vpn', { name: 'VPN' });
  });
  beforeEach(async () => {
    who = `person${(people += 1)}`;
    device = await pairActive(verifier.api, verifier.clock.nowMs(), who);
  });
  afterAll(async () => await verifier.dispose());

  const post = async (headers: Record<string, string> = {}) =>
    await fetch(`${verifier.issuer}/v1/transactions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${verifier.adminKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ subscriber: who, application: 'vpn' }),
    });
  /** Asks and withdraws, so that the limit on open ones is not what stops it. */
  const askAndWithdraw = async (): Promise<number> => {
    const { status, body } = await verifier.api.call<{ id: string }>('POST', '/v1/transactions', { subscriber: who, application: 'vpn' });
    if (status === 201) await verifier.api.call('POST', `/v1/transactions/${body.id}/cancel`);
    return status;
  };
  const askTimes = async (times: number): Promise<number[]> => {
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) statuses.push(await askAndWithdraw());
    return statuses;
  };
  const attached = async (): Promise<DeviceSocket> => {
    const socket = await DeviceSocket.attached(device);
    for (const frame of await socket.settledFrames()) await socket.next(frame.type);
    return socket;
  };

  it('is asked so often and no more, and who asks is told when to come back', async () => {
    expect(await askTimes(4)).toEqual([201, 201, 201, 201]);
    verifier.clock.advance(60_000);
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: 'asked-too-often' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(540);
    verifier.clock.advance((seconds - 30) * 1000);
    expect(await askAndWithdraw()).toBe(429);
    verifier.clock.advance(31_000);
    expect(await askTimes(3)).toEqual([201, 201, 429]);
    // Six in the hour.
    expect(Number((await post()).headers.get('retry-after'))).toBeGreaterThan(2_900);
    verifier.clock.advance(600_000);
    expect(await askAndWithdraw()).toBe(429);
    verifier.clock.advance(3_000_000);
    expect(await askAndWithdraw()).toBe(201);
  });

  it('of whom an app is attached is counted alike', async () => {
    const socket = await attached();
    expect(await askTimes(5)).toEqual([201, 201, 201, 201, 429]);
    socket.close();
  });

  it('is not held up by what was approved, but by what was denied, mistyped or not answered', async () => {
    const socket = await attached();
    const answered = async (decision: 'approve' | 'deny', number?: string): Promise<string> => {
      const asked = await verifier.api.ask({ subscriber: who, application: 'vpn' });
      const { jws } = await socket.nextRequest(device);
      socket.send({ type: 'answer', answer: await device.answer(jws, decision, number ?? asked.match.number) });
      return (await verifier.api.transaction(asked.id, '?wait=10')).status;
    };
    for (let count = 0; count < 7; count += 1) expect(await answered('approve')).toBe('approved');
    expect(await answered('deny')).toBe('denied');
    expect(await answered('approve', '1')).toBe('mismatch');
    await verifier.api.ask({ subscriber: who, application: 'vpn' });
    await socket.nextRequest(device);
    verifier.clock.advance(61_000);
    await verifier.sweep();
    expect(await answered('approve')).toBe('approved');
    expect(await askTimes(2)).toEqual([201, 429]);
    socket.close();
  });

  it('can still use a passcode', async () => {
    expect((await askTimes(5)).at(-1)).toBe(429);
    verifier.clock.advance(60_000);
    expect(await verifier.api.passcode(who, device.passcodeAt(verifier.clock.nowMs()))).toMatchObject({ valid: true });
  });

  it('is not counted twice for one idempotency key, which brings its transaction back beyond the limit, too', async () => {
    const headers = { 'idempotency-key': `once-${who}` };
    const first = await (await post(headers)).json();
    expect(await askTimes(4)).toEqual([201, 201, 201, 429]);
    const again = await post(headers);
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(first);
    expect(await askAndWithdraw()).toBe(429);
  });

  it('does not use up what others may be asked', async () => {
    expect((await askTimes(5)).at(-1)).toBe(429);
    who = 'somebody-else';
    await pairActive(verifier.api, verifier.clock.nowMs(), who);
    expect(await askAndWithdraw()).toBe(201);
  });

  it('stays counted over a restart', async () => {
    expect(await askTimes(3)).toEqual([201, 201, 201]);
    verifier = await verifier.restart();
    expect(await askTimes(2)).toEqual([201, 429]);
    verifier = await verifier.restart();
    expect(await askAndWithdraw()).toBe(429);
  });
});
