import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AppView } from '../../../src/bridge/views.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshDataFolder } from '../../harness/verifier/dataFolder.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Middleman } from '../../harness/app/Middleman.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { opened } from '../../harness/app/profileContents.ts';
import { signedBy, signedByStranger } from '../../harness/app/signedBy.ts';

await sessionForThisFile();

/** A verifier of its own behind a middleman of its own. */
async function reachedByMiddleman(): Promise<{ middleman: Middleman; organisation: Organisation }> {
  const middleman = await Middleman.start();
  const organisation = await Organisation.behind(middleman);
  return { middleman, organisation };
}

describe('a reply to a pairing that is lost on the way', () => {
  it('costs nothing: the same key works again, and makes one account', async () => {
    const { middleman, organisation } = await reachedByMiddleman();
    onTestFinished(async () => {
      middleman.stop();
      await organisation.dispose();
    });
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    middleman.losesNextReply = true;
    expect(await app.pairByLink(page.link)).toEqual({
      step: 'failed',
      host: new URL(organisation.issuer).host,
      error: 'pairing-interrupted',
      retry: true,
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('waiting');
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    expect(await organisation.accountIds()).toHaveLength(1);
    expect(await opened(app.computer, 'pairing')).toEqual([]);
    const request = await app.openRequest();
    await app.decide(request, 'approve', await organisation.pairingNumber(page));
    await app.until('an active account', () => app.account().state === 'active');
  });

  it('costs nothing when the app is killed at that moment: the next start takes the pairing up', async () => {
    const { middleman, organisation } = await reachedByMiddleman();
    onTestFinished(async () => {
      middleman.stop();
      await organisation.dispose();
    });
    const before = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    middleman.losesNextReply = true;
    middleman.onLost = () => before.kill();
    await before.pairByLink(page.link);
    const app = await before.computer.launch();
    expect(app.pairing()).toEqual({ step: 'failed', host: new URL(organisation.issuer).host, error: 'pairing-interrupted', retry: true });
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    expect(await organisation.accountIds()).toHaveLength(1);
  });

  it('is forgotten with its keys when the person gives up', async () => {
    const { middleman, organisation } = await reachedByMiddleman();
    onTestFinished(async () => {
      middleman.stop();
      await organisation.dispose();
    });
    const app = await (await freshComputer()).launch();
    middleman.losesNextReply = true;
    await app.pairByLink((await organisation.pairingPage()).link);
    expect(await opened(app.computer, 'pairing')).toHaveLength(1);
    await app.ask('pairing:cancel', undefined);
    expect(app.pairing()).toEqual({ step: 'none' });
    expect(await opened(app.computer, 'pairing')).toEqual([]);
  });
});

describe('a verifier that is not what it was', () => {
  it('with older metadata than seen before is not connected to; nothing is lost', async () => {
    const { middleman, organisation } = await reachedByMiddleman();
    onTestFinished(async () => {
      middleman.stop();
      await organisation.dispose();
    });
    const app = await organisation.pairedApp(await freshComputer());
    const old = middleman.answered.get('/.well-known/deskfob') ?? '';
    await organisation.comeBack({ organisation: { name: 'Acme AG', colour: '#0b6b5d' } });
    await app.wake();
    await app.until('the new name', () => app.account().organisation.name === 'Acme AG');
    middleman.instead.set('/.well-known/deskfob', old);
    await app.wake();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    expect(app.view().verifiers[0]).toMatchObject({
      connection: 'offline',
      problem: 'verifier-invalid',
      organisation: { name: 'Acme AG' },
    });
    expect(app.account().state).toBe('active');
    middleman.instead.clear();
    await app.wake();
    await app.online();
  });

  it('with another identity is neither connected to nor paired with; the true one is welcome back', async () => {
    const organisation = await Organisation.start();
    onTestFinished(async () => await organisation.dispose());
    const app = await organisation.pairedApp(await freshComputer());
    const { dataFolder } = organisation.verifier;
    await organisation.comeBack({ dataFolder: await freshDataFolder() });
    await organisation.api.addSubscriber('anna', 'Anna Weber');
    await app.wake();
    await app.until('offline', ({ verifiers }) => verifiers[0]?.connection === 'offline');
    expect(app.view().verifiers[0]?.problem).toBe('thumbprint-mismatch');
    expect(app.account().state).toBe('active');
    const page = await organisation.pairingPage();
    expect(await app.pairByLink(page.link)).toMatchObject({ step: 'failed', error: 'thumbprint-mismatch', retry: false });
    expect(await app.pairByName(page.signInName, page.typedKey)).toMatchObject({
      step: 'failed',
      error: 'thumbprint-mismatch',
      retry: false,
    });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
    await organisation.comeBack({ dataFolder });
    await app.wake();
    await app.online();
    expect((await organisation.api.passcode('anna', app.account().passcode?.current ?? '')).valid).toBe(true);
  });

  it('that has lost its identity for good can be paired with again once the old account is removed', async () => {
    const organisation = await Organisation.start();
    onTestFinished(async () => await organisation.dispose());
    const before = await organisation.pairedApp(await freshComputer());
    await organisation.comeBack({ dataFolder: await freshDataFolder() });
    await organisation.api.addSubscriber('anna', 'Anna Weber');
    await before.ask('accounts:remove', { id: before.account().id });
    const app = await before.restart();
    const page = await organisation.pairingPage();
    await app.ask('pairing:openName', { signInName: page.signInName, key: page.typedKey });
    await app.ask('pairing:confirm', undefined);
    // Typed, without a thumbprint: the new identity is shown before anything is sent.
    expect(app.pairing()).toMatchObject({ step: 'fingerprint', fingerprint: organisation.verifier.jkt });
    await app.ask('pairing:confirm', undefined);
    expect(app.pairing().step).toBe('paired');
    const later = await app.restart();
    await later.online();
    expect(await organisation.typePasscode(page, later.account().passcode?.current ?? '')).toBe('active');
    await later.until('an active account', () => later.account().state === 'active');
  });
});

/** What may not change by anything that is not signed by the right key for the right account. */
function truths({ accounts, activity, requests }: AppView): unknown {
  const known = accounts.map(({ id, state, organisation }) => ({ id, state, organisation }));
  return { known, activity, open: requests.filter(({ phase }) => phase !== 'settled').map(({ id }) => id) };
}

describe('on the socket', () => {
  let middleman: Middleman;
  let organisation: Organisation;
  let other: { middleman: Middleman; organisation: Organisation };
  beforeAll(async () => {
    ({ middleman, organisation } = await reachedByMiddleman());
    other = await reachedByMiddleman();
  });
  afterAll(async () => {
    for (const each of [{ middleman, organisation }, other]) {
      each.middleman.stop();
      await each.organisation.dispose();
    }
  });

  /** A sign-in goes through, so everything that was said before has been dealt with, and changed nothing. */
  async function expectUnchanged(app: AppCore, before: unknown): Promise<void> {
    await app.online();
    const asked = await organisation.signIn();
    const request = await app.until('the true request', () => app.requests('open').at(0));
    expect(app.requests('open')).toHaveLength(1);
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
    await app.outcomeOf(request);
    const { known, activity, open } = truths(app.view()) as { known: unknown; activity: { id: string }[]; open: string[] };
    expect({ known, activity: activity.filter(({ id }) => id !== request.id), open }).toEqual(before);
  }

  /** Id of this app's account at its verifier. */
  async function accountIdOf(app: AppCore, of = organisation): Promise<string> {
    const records = await opened(app.computer, 'account');
    return records.map(({ value }) => value as { id: string; issuer: string }).find(({ issuer }) => issuer === of.issuer)?.id ?? '';
  }

  async function requestPayload(app: AppCore, change: object = {}): Promise<object> {
    const iat = Math.floor(Date.now() / 1000);
    return {
      v: 1,
      iss: organisation.issuer,
      aud: await accountIdOf(app),
      jti: `hostile-${Math.random().toString(36).slice(2)}`,
      iat,
      exp: iat + 60,
      kind: 'sign-in',
      application: { name: 'Hostile' },
      proximity: 'unknown',
      match: { type: 'none' },
      userVerification: 'discouraged',
      ...change,
    };
  }

  it.each([
    ['text that is no frame', 'garbage'],
    ['an empty frame', ''],
    ['a frame of a later version', '{"type":"surprise","value":1}'],
    ['a list', '[]'],
    ['a name twice', '{"type":"hello","type":"hello","nonce":"AAAAAAAAAAAAAAAAAAAAAA"}'],
    ['a nonce too short', '{"type":"hello","nonce":"A"}'],
    ['an error', '{"type":"error","code":"replaced","message":"Go away."}'],
    ['a request that is no JWS', '{"type":"request","request":"a.b.c"}'],
    ['an event that is no JWS', '{"type":"event","event":"AAAA.AAAA.AAAA"}'],
    ['a reply that is no JWS', '{"type":"attached","reply":"AAAA.AAAA.AAAA"}'],
  ])('%s changes nothing', async (_, frame) => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    middleman.slip(frame);
    await expectUnchanged(app, before);
  });

  it.each([
    ['a binary frame', Buffer.from([1, 2, 3])],
    ['a frame that is too large', JSON.stringify({ type: 'error', code: 'unavailable', message: 'x'.repeat(70_000) })],
  ])('%s ends the connection, the app comes back, and nothing has changed', async (_, frame) => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    const { opened: connections } = middleman;
    middleman.slip(frame);
    await expect.poll(() => middleman.opened, { timeout: 20_000 }).toBe(connections + 1);
    await expectUnchanged(app, before);
  });

  it('a second hello makes the app prove itself to that nonce, and believe nothing', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    middleman.slip('{"type":"hello","nonce":"AAAAAAAAAAAAAAAAAAAAAA"}');
    await app.wake();
    await expectUnchanged(app, before);
  });

  it('requests that the verifier would never sign are not shown', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    const now = Math.floor(Date.now() / 1000);
    for (const change of [
      { iss: 'https://verify.example.com' },
      { aud: 'somebody-else' },
      { iat: now - 120, exp: now - 60 },
      { exp: now + 3600 },
      { kind: 'pairing', match: { type: 'entry', digits: 6 } },
      { must: ['future'], future: true },
      { v: 2 },
      { application: { name: 'Evil\u202Eelpmaxe' } },
      { match: { type: 'choice', options: ['1', '1', '2'] } },
    ]) {
      middleman.slip(
        JSON.stringify({
          type: 'request',
          request: await signedBy(organisation, 'deskfob-request+jwt', await requestPayload(app, change)),
        }),
      );
    }
    // The right payload under the wrong type: an event is no request.
    middleman.slip(
      JSON.stringify({ type: 'request', request: await signedBy(organisation, 'deskfob-event+jwt', await requestPayload(app)) }),
    );
    await expectUnchanged(app, before);
  });

  it('a request whose signature or content was touched is not shown', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    const jws = await signedBy(organisation, 'deskfob-request+jwt', await requestPayload(app));
    const [header = '', , signature = ''] = jws.split('.');
    const otherPayload = Buffer.from(JSON.stringify(await requestPayload(app, { application: { name: 'Payroll' } }))).toString('base64url');
    middleman.slip(JSON.stringify({ type: 'request', request: `${header}.${otherPayload}.${signature}` }));
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    middleman.slip(JSON.stringify({ type: 'request', request: [...jws.split('.').slice(0, 2), flipped].join('.') }));
    await expectUnchanged(app, before);
  });

  it('a request by a key that the verifier does not have makes the app look again, and is not shown', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const before = truths(app.view());
    const { opened: connections } = middleman;
    middleman.slip(JSON.stringify({ type: 'request', request: await signedByStranger('deskfob-request+jwt', await requestPayload(app)) }));
    await expect.poll(() => middleman.opened, { timeout: 20_000 }).toBe(connections + 1);
    await expectUnchanged(app, before);
  });

  it('everything that was said before, said again, changes nothing', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'deny');
    expect(await app.outcomeOf(request)).toBe('denied');
    expect(await organisation.outcome(asked)).toBe('denied');
    const before = truths(app.view());
    const { arrivals } = app;
    const count = arrivals.length;
    const earlier = [...middleman.toApp];
    const sent = middleman.toVerifier.length;
    for (const frame of earlier.filter((text) => !text.includes('"hello"'))) middleman.slip(frame);
    const jti = request.id.split('.')[1] ?? '';
    // A repeated request is confirmed again, so that a verifier that did not hear it stops sending, and shown once.
    await expect
      .poll(() => middleman.toVerifier.slice(sent).filter((frame) => frame.includes('"received"') && frame.includes(jti)))
      .toHaveLength(1);
    expect(arrivals).toHaveLength(count);
    await expectUnchanged(app, before);

    const again = await app.restart();
    await again.online();
    const afterwards = truths(again.view());
    for (const frame of earlier.filter((text) => text.includes('"request"'))) middleman.slip(frame);
    await expectUnchanged(again, afterwards);
  });

  it('a withheld outcome leaves the request unsettled until the verifier is heard again', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    middleman.withholds = (frame) => frame.includes('"event"');
    await app.decide(request, 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
    await expect.poll(() => middleman.toApp.at(-1)).toContain('"event"');
    expect(app.requests('sending').map(({ id }) => id)).toEqual([request.id]);
    expect(app.history().some(({ id }) => id === request.id)).toBe(false);
    middleman.withholds = () => false;
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
  });

  it('what another verifier signs about an account that is not its own is refused', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await other.organisation.pair(app);
    const before = truths(app.view());
    const payload = await requestPayload(app);
    const event = {
      v: 1,
      aud: await accountIdOf(app),
      iat: Math.floor(Date.now() / 1000),
      jti: 'hostile-event',
      seq: 99,
      event: 'removed',
      reason: 'administrator',
    };
    for (const iss of [organisation.issuer, other.organisation.issuer]) {
      other.middleman.slip(
        JSON.stringify({ type: 'request', request: await signedBy(other.organisation, 'deskfob-request+jwt', { ...payload, iss }) }),
      );
      other.middleman.slip(
        JSON.stringify({ type: 'event', event: await signedBy(other.organisation, 'deskfob-event+jwt', { ...event, iss }) }),
      );
    }
    const asked = await other.organisation.signIn();
    const request = await app.openRequest();
    expect(request.organisation.name).toBe('Acme GmbH');
    await app.decide(request, 'deny');
    expect(await other.organisation.outcome(asked)).toBe('denied');
    await app.outcomeOf(request);
    const after = truths(app.view()) as { activity: { id: string }[] };
    expect({ ...after, activity: after.activity.filter(({ id }) => id !== request.id) }).toEqual(before);
  });
});

describe('a reply to an attach that somebody holds up', () => {
  it('does not undo what an event has told meanwhile', async () => {
    const { middleman, organisation } = await reachedByMiddleman();
    onTestFinished(async () => {
      middleman.stop();
      await organisation.dispose();
    });
    const heldUp: string[] = [];
    middleman.withholds = (frame) => frame.startsWith('{"type":"attached"') && heldUp.push(frame) > 0;
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    await app.openRequest();
    expect(await organisation.typePasscode(page, app.account().passcode?.current ?? '')).toBe('active');
    await app.until('an active account', () => app.account().state === 'active');
    expect(app.view().verifiers[0]?.connection).toBe('connecting');
    for (const reply of heldUp) middleman.slip(reply);
    await app.online();
    expect(app.account().state).toBe('active');
  });
});
