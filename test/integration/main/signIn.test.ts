import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const wrong = (number: string): string => (number === '111111' ? '222222' : '111111');

describe('a sign-in request', () => {
  it('shows what is asked, is approved by the number, and the application hears it', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn('vpn', {
      message: 'Gateway 2',
      origin: { address: '198.51.100.7', client: 'Firefox on Windows' },
    });
    const request = await app.openRequest();
    expect(request).toMatchObject({
      kind: 'sign-in',
      application: 'Acme VPN',
      message: 'Gateway 2',
      displayName: 'Anna Weber',
      organisation: { name: 'Acme GmbH' },
      origin: { address: '198.51.100.7', client: 'Firefox on Windows' },
      match: { type: 'entry', digits: 6 },
      phase: 'open',
      lifetimeMs: 60_000,
    });
    expect(request.remainingMs).toBeGreaterThan(50_000);
    expect(request.remainingMs).toBeLessThanOrEqual(60_000);
    expect(app.arrivals).toContain(request.id);
    expect(await app.decide(request, 'approve', asked.number)).toEqual({ ok: true, value: undefined });
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(app.requests('settled').find(({ id }) => id === request.id)).toMatchObject({ decision: 'approve', outcome: 'approved' });
    expect(app.history()[0]).toMatchObject({
      id: request.id,
      application: 'Acme VPN',
      place: { address: '198.51.100.7' },
      outcome: 'approved',
    });
    expect(app.ends).toContain(request.id);
  });

  it('cannot be decided before it was shown, nor approved before it was shown for 700 ms', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const { id } = await app.openRequest();
    expect(await app.ask('requests:decide', { id, decision: 'approve', number: asked.number })).toEqual({
      ok: false,
      error: 'request-too-early',
    });
    expect(await app.ask('requests:decide', { id, decision: 'deny' })).toEqual({ ok: false, error: 'request-too-early' });
    await app.ask('requests:displayed', { id });
    expect(await app.ask('requests:decide', { id, decision: 'approve', number: asked.number })).toEqual({
      ok: false,
      error: 'request-too-early',
    });
    expect((await app.openRequest()).approveInMs).toBeGreaterThan(0);
    app.computer.clock.advance(700);
    expect((await app.openRequest()).approveInMs).toBe(0);
    expect(await app.ask('requests:decide', { id, decision: 'approve', number: asked.number })).toEqual({ ok: true, value: undefined });
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it('with a wrong number is over: there is no second guess', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', wrong(asked.number));
    expect(await organisation.outcome(asked)).toBe('mismatch');
    expect(await app.outcomeOf(request)).toBe('mismatch');
    expect(await app.ask('requests:decide', { id: request.id, decision: 'approve', number: asked.number })).toEqual({
      ok: false,
      error: 'request-decided',
    });
    expect((await organisation.api.transaction(asked.id)).status).toBe('mismatch');
  });

  it('needs the whole number', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    expect(await app.decide(request, 'approve')).toEqual({ ok: false, error: 'number-required' });
    expect(await app.decide(request, 'approve', asked.number.slice(0, 5))).toEqual({ ok: false, error: 'number-required' });
    expect(await app.decide(request, 'approve', '12345x')).toEqual({ ok: false, error: 'bad-arguments' });
    expect(app.requests('open')).toHaveLength(1);
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it.each([
    ['deny', 'denied'],
    ['report', 'reported'],
  ] as const)('is over when the person says %s', async (decision, outcome) => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.look(request);
    expect(await app.ask('requests:decide', { id: request.id, decision })).toEqual({ ok: true, value: undefined });
    expect(await organisation.outcome(asked)).toBe(outcome);
    expect(await app.outcomeOf(request)).toBe(outcome);
  });

  it('is settled once, however often and differently it is answered', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.look(request);
    const answers = await Promise.all(
      (['deny', 'approve', 'deny', 'report'] as const).map(
        async (decision) => await app.ask('requests:decide', { id: request.id, decision, number: asked.number }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers[0]).toEqual({ ok: true, value: undefined });
    expect(answers.slice(1)).toEqual(Array.from({ length: 3 }, () => ({ ok: false, error: 'request-decided' })));
    expect(await organisation.outcome(asked)).toBe('denied');
    expect(await app.outcomeOf(request)).toBe('denied');
    expect(app.history().filter(({ id }) => id === request.id)).toHaveLength(1);
  });

  it('of an application with `choice` is approved by picking the number of the page', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn('wiki');
    const request = await app.openRequest();
    const options = request.match.type === 'choice' ? request.match.options : [];
    expect(new Set(options).size).toBe(3);
    expect(options).toContain(asked.number);
    const unknown = ['1', '2', '3', '4'].find((number) => !options.includes(number)) ?? '';
    expect(await app.decide(request, 'approve', unknown)).toEqual({ ok: false, error: 'number-required' });
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it('of an application with `choice` is over when another number is picked', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn('wiki');
    const request = await app.openRequest();
    const other = request.match.type === 'choice' ? request.match.options.find((option) => option !== asked.number) : undefined;
    await app.decide(request, 'approve', other);
    expect(await organisation.outcome(asked)).toBe('mismatch');
    expect(await app.outcomeOf(request)).toBe('mismatch');
  });

  it('of an application with `none` is only approved', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn('door');
    const request = await app.openRequest();
    expect(request.match).toEqual({ type: 'none' });
    await app.decide(request, 'approve');
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(await app.outcomeOf(request)).toBe('approved');
  });

  it('that needs what this app cannot do does not reach it', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await expect(organisation.signIn('safe')).rejects.toThrow('no-account');
    expect(app.requests('open')).toEqual([]);
  });

  it('ends when the application withdraws it', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await organisation.withdraw(asked);
    expect(await app.outcomeOf(request)).toBe('cancelled');
    expect(await app.decide(request, 'approve', asked.number)).toEqual({ ok: false, error: 'request-decided' });
    expect(app.ends).toContain(request.id);
  });

  it('ends on the other profiles when it was answered on one', async () => {
    const [desk, laptop] = [await organisation.pairedApp(await freshComputer()), await organisation.pairedApp(await freshComputer())];
    const asked = await organisation.signIn();
    const [atDesk, onLaptop] = [await desk.openRequest(), await laptop.openRequest()];
    await laptop.decide(onLaptop, 'approve', asked.number);
    expect(await laptop.outcomeOf(onLaptop)).toBe('approved');
    expect(await desk.outcomeOf(atDesk)).toBe('elsewhere');
    expect(await desk.decide(atDesk, 'deny')).toEqual({ ok: false, error: 'request-decided' });
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it('decided on two profiles at one moment has one outcome; the other profile hears elsewhere', async () => {
    const [desk, laptop] = [await organisation.pairedApp(await freshComputer()), await organisation.pairedApp(await freshComputer())];
    const asked = await organisation.signIn();
    const [atDesk, onLaptop] = [await desk.openRequest(), await laptop.openRequest()];
    await Promise.all([desk.look(atDesk), laptop.look(onLaptop)]);
    await Promise.all([
      desk.ask('requests:decide', { id: atDesk.id, decision: 'approve', number: asked.number }),
      laptop.ask('requests:decide', { id: onLaptop.id, decision: 'deny' }),
    ]);
    const words = [await desk.outcomeOf(atDesk), await laptop.outcomeOf(onLaptop)];
    const outcome = await organisation.outcome(asked);
    expect(words).toEqual(outcome === 'approved' ? ['approved', 'elsewhere'] : ['elsewhere', 'denied']);
  });

  it('shows no outcome before the verifier has signed one', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await organisation.goDown();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    expect(await app.decide(request, 'approve', asked.number)).toEqual({ ok: true, value: undefined });
    expect(app.requests('sending')).toMatchObject([{ id: request.id, decision: 'approve' }]);
    expect(app.requests('sending')[0]).not.toHaveProperty('outcome');
    expect(app.history().filter(({ id }) => id === request.id)).toEqual([]);
    await organisation.comeBack();
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(await organisation.outcome(asked)).toBe('approved');
  });
});

// Last in this file, because they put the verifier's clock forward.
describe('a sign-in request whose time runs out', () => {
  it('is missed, and cannot be decided any more', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.look(request);
    app.computer.clock.advance(61_000);
    await app.noOpenRequest();
    expect(await app.outcomeOf(request)).toBe('missed');
    expect(await app.ask('requests:decide', { id: request.id, decision: 'approve', number: asked.number })).toEqual({
      ok: false,
      error: 'request-expired',
    });
    organisation.verifier.clock.advance(61_000);
    await organisation.verifier.sweep();
    expect(await organisation.outcome(asked)).toBe('expired');
    expect(await app.outcomeOf(request)).toBe('missed');
  });

  it('has expired for an answer that arrives too late', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await organisation.goDown();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    await app.decide(request, 'approve', asked.number);
    organisation.verifier.clock.advance(61_000);
    await organisation.comeBack();
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('expired');
    expect(await organisation.outcome(asked)).toBe('expired');
  });
});
