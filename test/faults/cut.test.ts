import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestView } from '../../src/bridge/views.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { settledEvents } from '../harness/app/settledEvents.ts';
import { behindProxy } from '../harness/network/behindProxy.ts';
import type { PassingFrame, Side } from '../harness/network/Lane.ts';
import { once } from '../harness/network/once.ts';

await sessionForThisFile();
const { proxy, organisation } = await behindProxy();
beforeEach(() => proxy.heal());

/** Counts how often it was the rule's turn, so that a test knows that its fault has happened. */
function cutAt(fits: (frame: PassingFrame) => boolean): { happened: () => boolean } {
  let happened = false;
  proxy.fateOf = once((frame) => {
    const fitsNow = fits(frame);
    happened ||= fitsNow;
    return fitsNow;
  }, 'cut');
  return { happened: () => happened };
}

async function expectAllAsEver(app: AppCore, request: RequestView): Promise<void> {
  expect(await app.outcomeOf(request)).toBe('approved');
  expect(await settledEvents(organisation, request.id)).toEqual(['approved']);
  expect(app.arrivals.filter((id) => id === request.id)).toEqual([request.id]);
  const history = app.history();
  const again = await app.restart();
  await again.online();
  expect(again.history()).toEqual(history);
  expect([again.requests('open'), again.requests('sending'), again.arrivals]).toEqual([[], [], []]);
}

describe('a sign-in whose connection is reset', () => {
  it.each<[Side, string]>([
    ['verifier', 'request'],
    ['app', 'received'],
    ['app', 'answer'],
    ['verifier', 'event'],
  ])('in place of what the %s says: %s', async (from, type) => {
    const app = await organisation.pairedApp(await freshComputer());
    const fault = cutAt((frame) => frame.from === from && frame.type === type);
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
    await expectAllAsEver(app, request);
    expect(fault.happened()).toBe(true);
  });

  it.each<[Side, string, string]>([
    ['app', 'http', 'GET /.well-known'],
    ['verifier', 'http', 'HTTP/1.1 200'],
    ['app', 'http', 'GET /v1/socket'],
    ['verifier', 'http', 'HTTP/1.1 101'],
    ['verifier', 'hello', ''],
    ['app', 'attach', ''],
    ['verifier', 'attached', ''],
  ])('and again while it comes back, in place of what the %s says: %s %s', async (from, type, words) => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    const fault = cutAt((frame) => frame.from === from && frame.type === type && frame.text.includes(words));
    proxy.cut();
    await expect.poll(fault.happened, { timeout: 60_000 }).toBe(true);
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
    expect(await organisation.outcome(asked)).toBe('approved');
    await expectAllAsEver(app, request);
  });

  it('while nobody can connect: the decision is kept and sent when the network is back', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    proxy.refuse();
    proxy.cut();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    expect(app.view().verifiers[0]?.problem).toBe('verifier-unreachable');
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
    expect(app.requests('sending').map(({ id }) => id)).toEqual([request.id]);
    await proxy.accept();
    await app.wake();
    expect(await organisation.outcome(asked)).toBe('approved');
    await expectAllAsEver(app, request);
  });
});

describe('a pairing whose connection is reset', () => {
  it.each<[Side, string, string]>([
    ['app', 'http', 'GET /.well-known'],
    ['verifier', 'http', 'HTTP/1.1 200'],
    ['app', 'http', 'POST /v1/pairing'],
    ['verifier', 'http', 'POST /v1/pairing'],
    ['app', 'http', 'GET /v1/socket'],
    ['verifier', 'hello', ''],
    ['app', 'attach', ''],
    ['verifier', 'attached', ''],
    ['verifier', 'request', ''],
    ['app', 'received', ''],
    ['app', 'answer', ''],
    ['verifier', 'event', ''],
  ])('in place of what the %s says, %s %s, ends with one active account', async (from, type, words) => {
    const before = (await organisation.accountIds()).length;
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    const posts = new Set<number>();
    const fault = cutAt((frame) => {
      const isPost = frame.text.startsWith('POST ');
      if (isPost) posts.add(frame.connection);
      const fits = words.startsWith('POST') ? posts.has(frame.connection) : frame.text.includes(words);
      return frame.from === from && frame.type === type && fits;
    });
    const first = await app.pairByLink(page.link);
    // What was lost can be asked for again with the same link.
    if (first.step === 'failed' && first.retry) await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    const request = await app.openRequest();
    await app.decide(request, 'approve', await organisation.pairingNumber(page));
    await app.until('an active account', () => app.account().state === 'active');
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(fault.happened()).toBe(true);
    expect(await organisation.accountIds()).toHaveLength(before + 1);
    expect((await organisation.api.passcode('anna', app.account().passcode?.current ?? '')).valid).toBe(true);
  });
});
