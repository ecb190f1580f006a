import { beforeEach, describe, expect, it } from 'vitest';
import { approveSignIn } from '../harness/app/approveSignIn.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { APPROVED, signInState } from '../harness/app/signInState.ts';
import { behindProxy } from '../harness/network/behindProxy.ts';
import type { PassingFrame, Side } from '../harness/network/Lane.ts';
import { once } from '../harness/network/once.ts';

await sessionForThisFile();
const { proxy, organisation } = await behindProxy();
beforeEach(() => proxy.heal());

const is = (from: Side, type: string) => (frame: PassingFrame) => frame.from === from && frame.type === type;

describe('messages that come twice', () => {
  it('all of them, both ways, from the pairing on: everything happens once', async () => {
    proxy.fateOf = () => 'twice';
    const app = await organisation.pairedApp(await freshComputer());
    expect(
      app
        .view()
        .activity.map(({ type }) => type)
        .toSorted(),
    ).toEqual(['activated', 'paired', 'request']);
    expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    const again = await app.restart();
    await again.online();
    expect(await approveSignIn(organisation, again)).toEqual(APPROVED);
  });
});

describe('messages that overtake each other', () => {
  it('a request that comes before the reply to the attach is shown all the same', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    proxy.refuse();
    proxy.cut();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    const asked = await organisation.signIn();
    proxy.fateOf = once(is('verifier', 'attached'), 'swap');
    await proxy.accept();
    await app.wake();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    expect(await app.outcomeOf(request)).toBe('approved');
    await app.online();
    expect(await signInState(organisation, app, asked, request)).toEqual(APPROVED);
  });

  it('two outcomes in the wrong order: the app asks again, and both are told', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = [await organisation.signIn(), await organisation.signIn()];
    const requests = await app.until('both', () => (app.requests('open').length === 2 ? app.requests('open') : undefined));
    const { connections } = proxy;
    proxy.fateOf = once(is('verifier', 'event'), 'swap');
    for (const request of requests) await app.decide(request, 'deny');
    expect(await Promise.all(requests.map(async (request) => await app.outcomeOf(request)))).toEqual(['denied', 'denied']);
    expect(await Promise.all(asked.map(async (one) => await organisation.outcome(one)))).toEqual(['denied', 'denied']);
    expect(proxy.connections).toBeGreaterThan(connections);
    expect(app.arrivals.filter((id) => requests.some((request) => request.id === id))).toHaveLength(2);
  });

  it('a request that comes after the word that it is over is never shown', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const arrivals = app.arrivals.length;
    proxy.fateOf = once(is('verifier', 'request'), 'swap');
    const asked = await organisation.signIn();
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('request');
    await organisation.withdraw(asked);
    const line = await app.until('the line of the request', () => app.history().find(({ application }) => application === 'Acme VPN'));
    expect(line.outcome).toBe('cancelled');
    expect([app.requests('open'), app.arrivals.length]).toEqual([[], arrivals]);
    expect((await app.restart()).requests('open')).toEqual([]);
  });
});

describe('a message that is held up', () => {
  it('until its request has run out is not shown', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const arrivals = app.arrivals.length;
    proxy.fateOf = once(is('verifier', 'request'), 'hold');
    const asked = await organisation.signIn();
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('request');
    app.computer.clock.advance(301_000);
    organisation.verifier.clock.advance(301_000);
    await organisation.verifier.sweep();
    proxy.release();
    expect(await organisation.outcome(asked)).toBe('expired');
    await app.online();
    expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    expect(app.arrivals).toHaveLength(arrivals + 1);
  });

  it('an answer, until its request has run out, approves nothing; the app hears so', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    proxy.fateOf = once(is('app', 'answer'), 'hold');
    await app.decide(request, 'approve', asked.number);
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('answer');
    // On the verifier's clock alone: the connection lives on, and what was held comes on it.
    organisation.verifier.clock.advance(301_000);
    proxy.release();
    expect(await app.outcomeOf(request)).toBe('expired');
    expect(await signInState(organisation, app, asked, request)).toEqual({
      ...APPROVED,
      status: 'expired',
      settled: expect.not.arrayContaining(['approved']),
      outcomes: ['expired'],
    });
  });

  it('an outcome, until the app has asked again, is told once', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    proxy.fateOf = (frame) => (is('verifier', 'event')(frame) ? 'hold' : 'pass');
    await app.decide(request, 'approve', asked.number);
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('event');
    expect(app.requests('sending').map(({ id }) => id)).toEqual([request.id]);
    proxy.heal();
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
    proxy.release();
    await app.online();
    expect(await signInState(organisation, app, asked, request)).toEqual(APPROVED);
  });

  it('everything, by the same time each way: time is learnt as if it were not', async () => {
    proxy.latencyMs = 300;
    const app = await organisation.pairedApp(await freshComputer({ wallAheadMs: -600_000 }));
    expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    const offsetMs = app.view().verifiers[0]?.clockOffsetMs ?? 0;
    const aheadMs = organisation.verifier.clock.nowMs() - app.computer.clock.nowMs();
    expect(Math.abs(offsetMs - aheadMs)).toBeLessThan(2_000);
  });
});
