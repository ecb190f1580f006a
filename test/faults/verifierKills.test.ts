import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '../../src/verifier/faults.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { type Book, bookOf } from '../harness/verifier/bookOf.ts';
import { KillableVerifier } from '../harness/verifier/KillableVerifier.ts';

await sessionForThisFile();

/** A verifier with one application, that ends with its test. */
async function organisation(): Promise<KillableVerifier> {
  const verifier = await KillableVerifier.start();
  onTestFinished(async () => await verifier.stop());
  await verifier.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
  return verifier;
}

/** An app with an account, confirmed by passcode. */
async function pairedApp(verifier: KillableVerifier): Promise<AppCore> {
  const app = await (await freshComputer()).launch();
  await verifier.api.call('POST', '/v1/subscribers', { name: 'anna', displayName: 'Anna Weber' });
  const { id, link } = await verifier.api.pairingKey('anna');
  expect((await app.pairByLink(link)).step).toBe('paired');
  const passcode = app.account().passcode?.current;
  await verifier.api.call('POST', `/v1/pairing-keys/${id}/passcode`, { passcode });
  await app.until('an active account', () => app.account().state === 'active');
  return app;
}

/** Calls until the verifier answers: it may be gone for a while. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch {
      await sleep(20);
    }
  }
}

interface SignIn {
  id: string;
  number: string;
}

/** A relying application does as the API tells it to: the same idempotency key until there is an answer. */
async function signIn(verifier: KillableVerifier, key = randomUUID()): Promise<SignIn> {
  const body = { subscriber: 'anna', application: 'vpn' };
  const created = await insist(async () => {
    const answered = await verifier.api.call<{ id: string; match: { number: string } }>('POST', '/v1/transactions', body, {
      'idempotency-key': key,
    });
    if (answered.status !== 201) throw new Error(JSON.stringify(answered));
    return answered.body;
  });
  return { id: created.id, number: created.match.number };
}

async function outcome(verifier: KillableVerifier, { id }: SignIn): Promise<string> {
  return await insist(async () => {
    const { status } = await verifier.api.transaction(id, '?wait=5');
    if (status === 'open') throw new Error('not yet');
    return status;
  });
}

/** Kills at a point, and starts again as soon as it is dead. */
async function reviveWhenDead(verifier: KillableVerifier, app: AppCore): Promise<void> {
  await verifier.died();
  await verifier.resume();
  await app.wake();
}

/** Whatever happened: no event lost or doubled, no request settled twice, none left open. */
function expectWhole(book: Book): void {
  for (const sequence of book.sequences) expect(sequence).toEqual(sequence.map((_, index) => index + 1));
  for (const outcomes of book.settled.values()) expect(outcomes).toHaveLength(1);
  expect(book.openRequests).toBe(0);
}

const inSignIn = FAULT_POINTS.filter((point) => point !== 'pairing:granted');

describe('a verifier killed', () => {
  it.each(inSignIn)('at %s settles the sign-in once all the same, and forgets nothing', async (point) => {
    const verifier = await organisation();
    const app = await pairedApp(verifier);
    await verifier.dieAt(point);
    const revived = reviveWhenDead(verifier, app);
    const asked = await signIn(verifier);
    const request = await app.openRequest();
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
    expect(await outcome(verifier, asked)).toBe('approved');
    await revived;
    expect(await app.outcomeOf(request)).toBe('approved');
    // Nothing comes up twice, and life goes on.
    expect(app.arrivals.filter((id) => id === request.id)).toHaveLength(1);
    expect(app.requests('open')).toEqual([]);
    const next = await signIn(verifier);
    await app.decide(await app.openRequest(), 'deny');
    expect(await outcome(verifier, next)).toBe('denied');
    // The request that the passcode made unnecessary may stand there, too.
    const told = (): unknown[] =>
      app.history().filter(({ application, outcome: word }) => application === 'Acme VPN' && word !== undefined);
    await app.until('both outcomes', () => told().length === 2);
    await verifier.stop();
    const book = await bookOf(verifier.options);
    expectWhole(book);
    expect(book.transactions('sign-in').toSorted()).toEqual(['approved', 'denied']);
    expect([...book.settled.values()].flat().toSorted()).toEqual(['approved', 'denied']);
  });

  it('between using up a pairing key and answering gives the same account to the same device', async () => {
    const verifier = await organisation();
    await verifier.api.addSubscriber('anna', 'Anna Weber');
    const app = await (await freshComputer()).launch();
    const { id, link } = await verifier.api.pairingKey('anna');
    await verifier.dieAt('pairing:granted');
    expect(await app.pairByLink(link)).toMatchObject({ step: 'failed', error: 'pairing-interrupted', retry: true });
    await verifier.died();
    await verifier.resume();
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    const { number = '' } = await verifier.api.pairing(id, '?since=unused&wait=10');
    await app.decide(await app.openRequest(), 'approve', number);
    await app.until('an active account', () => app.account().state === 'active');
    await verifier.stop();
    const book = await bookOf(verifier.options);
    expect(book.accounts).toEqual(['active']);
    expect(book.transactions('pairing')).toEqual(['approved']);
    expectWhole(book);
  });

  it('at every step of one sign-in, one after the other, settles it once', async () => {
    const verifier = await organisation();
    const app = await pairedApp(verifier);
    await verifier.dieAt('transaction:created');
    const signingIn = signIn(verifier);
    for (const next of ['transaction:committed', 'request:sent', 'request:received', 'answer:arrived'] as const) {
      await verifier.died();
      await verifier.resume(next);
      await app.wake();
    }
    const asked = await signingIn;
    const request = await app.openRequest();
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
    for (const next of ['answer:settled', 'event:sent', undefined] as const) {
      await verifier.died();
      await verifier.resume(next);
      await app.wake();
    }
    expect(await outcome(verifier, asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(app.arrivals.filter((id) => id === request.id)).toHaveLength(1);
    await verifier.stop();
    const book = await bookOf(verifier.options);
    expectWhole(book);
    expect(book.transactions('sign-in')).toEqual(['approved']);
  });

  describe('at random', () => {
    let verifier: KillableVerifier;
    let app: AppCore;
    const expected: string[] = [];
    beforeAll(async () => {
      verifier = await KillableVerifier.start();
      await verifier.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
    });
    afterAll(async () => await verifier.stop());

    it('again and again, gives every sign-in the outcome that the person chose', async () => {
      app = await pairedApp(verifier);
      const point = fc.constantFrom<FaultPoint>(...inSignIn);
      const kills = fc.array(fc.record({ point, times: fc.integer({ min: 1, max: 3 }), approve: fc.boolean() }), {
        minLength: 12,
        maxLength: 12,
      });
      const [plan = []] = fc.sample(kills, { numRuns: 1, seed: 63 });
      for (const { point: fatal, times, approve } of plan) {
        await verifier.dieAt(fatal, times);
        const end = new AbortController();
        const reviving = reviveUntil(verifier, app, end.signal);
        const asked = await signIn(verifier);
        const request = await app.openRequest();
        expect((await app.decide(request, approve ? 'approve' : 'deny', asked.number)).ok).toBe(true);
        expected.push(await outcome(verifier, asked));
        expect(expected.at(-1)).toBe(approve ? 'approved' : 'denied');
        expect(await app.outcomeOf(request)).toBe(expected.at(-1));
        end.abort();
        await reviving;
      }
      await verifier.stop();
      const book = await bookOf(verifier.options);
      expectWhole(book);
      expect(book.transactions('sign-in').toSorted()).toEqual(expected.toSorted());
    });
  });
});

/** Starts the verifier again whenever it has died, until there is no need any more. */
async function reviveUntil(verifier: KillableVerifier, app: AppCore, signal: AbortSignal): Promise<void> {
  const over = new Promise<'over'>((resolve) => signal.addEventListener('abort', () => resolve('over')));
  if ((await Promise.race([verifier.died(), over])) === 'over') return;
  await verifier.resume();
  await app.wake();
}
