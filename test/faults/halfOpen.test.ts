import { beforeEach, describe, expect, it } from 'vitest';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import type { Organisation } from '../harness/app/Organisation.ts';
import { settledEvents } from '../harness/app/settledEvents.ts';
import { behindProxy } from '../harness/network/behindProxy.ts';

await sessionForThisFile();
/** Pings rarely: here it is always the app that notices first. */
const patient = await behindProxy();
/** Pings all the time: here it is the verifier. */
const pinging = await behindProxy({ pingIntervalMs: 300 });
beforeEach(() => {
  patient.proxy.heal();
  pinging.proxy.heal();
});

/** Time passes everywhere. */
function pass(app: AppCore, organisation: Organisation, ms: number): void {
  app.computer.clock.advance(ms);
  organisation.verifier.clock.advance(ms);
}

async function expectApproved(app: AppCore, organisation: Organisation, asked: { id: string; number: string }): Promise<void> {
  const request = await app.openRequest();
  expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
  expect(await organisation.outcome(asked)).toBe('approved');
  expect(await app.outcomeOf(request)).toBe('approved');
  expect(await settledEvents(organisation, request.id)).toEqual(['approved']);
  expect(app.arrivals.filter((id) => id === request.id)).toEqual([request.id]);
}

describe('a connection that died without a word', () => {
  it('is given up by the app after a minute of silence, not sooner; what was asked meanwhile comes on the next one', async () => {
    const { proxy, organisation } = patient;
    const app = await organisation.pairedApp(await freshComputer());
    proxy.silence('app', 'verifier');
    const asked = await organisation.signIn();
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('request');
    const { connections } = proxy;
    pass(app, organisation, 45_000);
    expect(app.view().verifiers[0]?.connection).toBe('online');
    expect([app.requests('open'), proxy.connections]).toEqual([[], connections]);
    pass(app, organisation, 15_000);
    expect(app.view().verifiers[0]).toMatchObject({ connection: 'offline', problem: 'verifier-slow' });
    await app.online();
    await expectApproved(app, organisation, asked);
  });

  it('in which only the app is still heard is given up, too', async () => {
    const { proxy, organisation } = patient;
    const app = await organisation.pairedApp(await freshComputer());
    proxy.silence('verifier');
    const asked = await organisation.signIn();
    pass(app, organisation, 60_000);
    expect(app.view().verifiers[0]).toMatchObject({ connection: 'offline', problem: 'verifier-slow' });
    await app.online();
    await expectApproved(app, organisation, asked);
  });

  it('loses the answer that was sent into it; the next one carries the same bytes', async () => {
    const { proxy, organisation } = patient;
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('received');
    proxy.silence('app', 'verifier');
    const before = proxy.frames.length;
    await app.decide(request, 'approve', asked.number);
    await expect.poll(() => proxy.count('app', 'answer')).toBeGreaterThan(0);
    expect((await organisation.api.transaction(asked.id)).status).toBe('open');
    pass(app, organisation, 60_000);
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
    const answers = proxy.frames.slice(before).filter(({ from, type }) => from === 'app' && type === 'answer');
    expect(answers.length).toBeGreaterThanOrEqual(2);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await settledEvents(organisation, request.id)).toEqual(['approved']);
  });

  it('is replaced at once by an app that knows better; the request goes to the new one', async () => {
    const { proxy, organisation } = patient;
    const app = await organisation.pairedApp(await freshComputer());
    proxy.silence('app', 'verifier');
    const dead = proxy.connections;
    const asked = await organisation.signIn();
    await expect.poll(() => proxy.frames.at(-1)?.type).toBe('request');
    const stillOpen = proxy.open('verifier');
    await app.wake();
    await expectApproved(app, organisation, asked);
    const replaced = proxy.frames.find(({ type, text }) => type === 'error' && text.includes('"replaced"'));
    expect(replaced?.connection).toBeLessThanOrEqual(dead);
    // The verifier has not noticed that the first one is dead, and needs not.
    await expect.poll(() => proxy.open('verifier')).toBe(stillOpen + 1);
  });

  it('is dropped by the verifier when two pings stay unanswered, while the app still believes in it', async () => {
    const { proxy, organisation } = pinging;
    const app = await organisation.pairedApp(await freshComputer());
    proxy.silence('app', 'verifier');
    await expect.poll(() => proxy.open('verifier'), { timeout: 60_000 }).toBe(0);
    expect(proxy.open('app')).toBe(1);
    expect(app.view().verifiers[0]?.connection).toBe('online');
    const asked = await organisation.signIn();
    pass(app, organisation, 60_000);
    await expectApproved(app, organisation, asked);
  });

  it('in which only the verifier is still heard is ended by the verifier; the app comes back by itself with its answer', async () => {
    const { proxy, organisation } = pinging;
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    proxy.silence('app');
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(await settledEvents(organisation, request.id)).toEqual(['approved']);
  });

  it('is told from one that is only quiet: an app that answers its pings keeps its connection', async () => {
    const { proxy, organisation } = pinging;
    const app = await organisation.pairedApp(await freshComputer());
    const { connections } = proxy;
    const pongs = proxy.count('app', 'pong');
    await expect.poll(() => proxy.count('app', 'pong'), { timeout: 60_000 }).toBeGreaterThan(pongs + 5);
    expect(proxy.connections).toBe(connections);
    expect(app.view().verifiers[0]?.connection).toBe('online');
  });
});
