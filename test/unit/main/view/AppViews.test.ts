import { describe, expect, it } from 'vitest';
import { APP_NONCE, KEYS, NONCE, SECRET } from '../../../vectors/samples.ts';
import { coreBench } from '../support/coreBench.ts';
import { signEvent } from '../support/signing.ts';

const ID = 'rec-anna.req-1';

describe('AppViews', () => {
  it('shows accounts, requests and the connection, and not one secret', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    await bench.request(peer);
    await bench.core.intents['requests:displayed']({ id: ID });
    bench.clock.advance(700);
    await bench.core.intents['requests:decide']({ id: ID, decision: 'approve', number: '042917' });
    const view = bench.core.views.current();
    expect(view).toMatchObject({
      vault: { state: 'open' },
      accounts: [{ id: 'rec-anna', displayName: 'Anna Weber' }],
      passcodes: { 'rec-anna': { current: expect.stringMatching(/^\d{6}$/) as string } },
      requests: [{ id: ID, application: 'Payroll', phase: 'sending', decision: 'approve', organisation: { name: 'Example AG' } }],
      verifiers: [{ connection: 'online', clockOffsetMs: 0 }],
      pairing: { step: 'none' },
    });
    const text = JSON.stringify(view);
    const answer = (await peer.next('answer'))[0]?.answer ?? '-';
    for (const secret of [SECRET.passcode.secret, KEYS.device.d, KEYS.device.x, '042917', NONCE, APP_NONCE, answer, 'jws'])
      expect(text).not.toContain(secret);
  });

  it('counts a request down by the verifier’s time, and shows its end for four seconds', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    await bench.request(peer);
    bench.clock.advance(20_000);
    bench.clock.stepWall(3_600_000);
    expect(bench.core.views.current().requests).toMatchObject([{ phase: 'open', remainingMs: 40_000, lifetimeMs: 60_000 }]);
    peer.send({
      type: 'event',
      event: await signEvent(1, { iss: bench.side.issuer, event: 'cancelled', request: 'req-1', reason: 'elsewhere' }),
    });
    await expect.poll(() => bench.core.views.current().requests).toMatchObject([{ phase: 'settled', outcome: 'elsewhere' }]);
    expect(bench.core.views.nextChangeMs(bench.core.views.current())).toBeLessThanOrEqual(4_000);
    bench.clock.advance(3_999);
    expect(bench.core.views.current().requests).toHaveLength(1);
    bench.clock.advance(1);
    expect(bench.core.views.current().requests).toEqual([]);
    expect(bench.core.views.current().activity).toMatchObject([{ id: ID, outcome: 'elsewhere' }]);
  });

  it('puts open requests first, the newest before the older', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    const peer = await bench.online();
    for (const jti of ['a', 'b', 'c']) {
      await bench.request(peer, { jti });
      bench.clock.advance(1_000);
    }
    peer.send({ type: 'event', event: await signEvent(1, { iss: bench.side.issuer, event: 'settled', request: 'c', outcome: 'denied' }) });
    await expect.poll(() => bench.core.views.current().requests.map(({ id }) => id)).toEqual(['rec-anna.b', 'rec-anna.a', 'rec-anna.c']);
  });

  it('shows the wait before Approve only for what is on screen', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.request(await bench.online());
    expect(bench.core.views.current().requests[0]).not.toHaveProperty('approveInMs');
    await bench.core.intents['requests:displayed']({ id: ID });
    bench.clock.advance(300);
    expect(bench.core.views.current().requests[0]?.approveInMs).toBe(400);
  });

  it('sends one view for many changes, and the passcode alone when it turns', async () => {
    const bench = await coreBench();
    await bench.core.session.open();
    await bench.online();
    await expect.poll(() => bench.views.at(-1)?.verifiers[0]?.connection).toBe('online');
    const count = bench.views.length;
    for (let n = 0; n < 50; n += 1) bench.core.publisher.changed();
    await expect.poll(() => bench.views.length).toBe(count + 1);
    const before = bench.views.at(-1)?.passcodes['rec-anna'];
    bench.clock.advance((before?.remainingMs ?? 0) + 5);
    expect(bench.passcodes.map((passcodes) => passcodes['rec-anna']?.current)).toEqual([before?.next]);
    bench.clock.advance(30_000);
    expect(bench.passcodes).toHaveLength(2);
    expect(bench.views).toHaveLength(count + 1);
  });
});
