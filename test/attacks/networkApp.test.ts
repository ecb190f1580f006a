import { afterAll, beforeAll } from 'vitest';
import { verifyMetadata } from '../../src/protocol/messages/metadata.ts';
import type { MessageType } from '../../src/protocol/jws.ts';
import type { PublicJwk } from '../../src/protocol/keys.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { AppUnderAttack, until } from './support/AppUnderAttack.ts';
import { attack } from './attack.ts';
import { computerForThisFile } from './support/computerForThisFile.ts';
import { forgedSignatures, misspelt, twisted } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

/* The network talks to an app on a real keyring as if it were the verifier. The app must believe nothing that is not signed for it. */

await sessionForThisFile();
const computer = await computerForThisFile();

let acme: AppUnderAttack;
let bravo: AppUnderAttack;
let app: AppCore;
let accountId: string;
let signingKey: PublicJwk;

beforeAll(async () => {
  [acme, bravo] = await Promise.all([AppUnderAttack.start(), AppUnderAttack.start()]);
  app = await acme.organisation.pairedApp(computer);
  accountId = await acme.accountId(app.computer);
  await bravo.organisation.pair(app);
  const { issuer } = acme.organisation;
  const { metadata } = await verifyMetadata(acme.middleman.answered.get('/.well-known/deskfob') ?? '', { issuer });
  [signingKey] = metadata.keys.sig as [PublicJwk];
});
afterAll(async () => {
  await app.close();
  await acme.dispose();
  await bravo.dispose();
});

const nowS = (): number => Math.floor(acme.organisation.verifier.clock.nowMs() / 1000);

function event(body: object): object {
  return { v: 1, iss: acme.organisation.issuer, aud: accountId, iat: nowS(), jti: 'forged-event', seq: 100, ...body };
}

function request(change: object = {}): object {
  return {
    v: 1,
    iss: acme.organisation.issuer,
    aud: accountId,
    jti: 'forged-request',
    iat: nowS(),
    exp: nowS() + 60,
    kind: 'sign-in',
    application: { name: 'Payroll' },
    proximity: 'same-address',
    match: { type: 'none' },
    userVerification: 'discouraged',
    ...change,
  };
}

const acmeState = (): string | undefined => app.view().accounts.find(({ pairedAtMs }) => pairedAtMs === oldest())?.state;
const oldest = (): number => Math.min(...app.view().accounts.map(({ pairedAtMs }) => pairedAtMs));

async function forged(typ: MessageType, payload: object): Promise<Record<string, string>> {
  return await forgedSignatures(typ, payload, signingKey);
}

attack('network', 'a request is forged', async () => {
  const arrived = app.arrivals.length;
  return await tryEach(await forged('deskfob-request+jwt', request()), async (jws) => {
    await acme.hears(app, { type: 'request', request: jws });
    return app.arrivals.length > arrived;
  });
});

attack('network', 'a removal is forged', async () => {
  const payload = event({ event: 'removed', reason: 'administrator' });
  return await tryEach(await forged('deskfob-event+jwt', payload), async (jws) => {
    await acme.hears(app, { type: 'event', event: jws });
    return acmeState() !== 'active';
  });
});

attack('network', 'a suspension or a policy is forged', async () => {
  const key = 'signed by the attacker with ';
  const bodies = [{ event: 'suspended' }, { event: 'policy', policy: { userVerification: 'discouraged', passcodes: false } }];
  let tries = { attempts: 0, successes: 0 };
  for (const body of bodies) {
    const variants = Object.entries(await forged('deskfob-event+jwt', event(body))).filter(([name]) => name.startsWith(key));
    const some = await tryEach(Object.fromEntries(variants), async (jws) => {
      await acme.hears(app, { type: 'event', event: jws });
      return acmeState() !== 'active' || Object.keys(app.view().passcodes).length < 2;
    });
    tries = { attempts: tries.attempts + some.attempts, successes: tries.successes + some.successes };
  }
  return tries;
});

attack('network', 'the answer is swallowed and its outcome forged', async () => {
  acme.middleman.swallows = (frame) => frame.includes('"answer"');
  const asked = await acme.organisation.signIn();
  const shown = await app.openRequest();
  await app.decide(shown, 'approve', asked.number);
  const jti = shown.id.split('.')[1] ?? '';
  const payload = event({ event: 'settled', request: jti, outcome: 'approved' });
  const tries = await tryEach(await forged('deskfob-event+jwt', payload), async (jws) => {
    await acme.hears(app, { type: 'event', event: jws });
    return app.requests('sending').length !== 1;
  });
  acme.middleman.swallows = () => false;
  await app.wake();
  if ((await app.outcomeOf(shown)) !== 'approved') throw new Error('the true outcome did not come');
  return tries;
});

attack('network', 'one true request becomes several, by twisting its signature or spelling it otherwise', async () => {
  acme.middleman.withholds = (frame) => frame.includes('"request"');
  const count = acme.said('request').length;
  const asked = await acme.organisation.signIn();
  await until('the request', () => acme.said('request').length > count);
  acme.middleman.withholds = () => false;
  const { request: jws } = JSON.parse(acme.said('request').at(-1) ?? '') as { request: string };
  await acme.hears(app, { type: 'request', request: jws });
  const arrived = app.arrivals.length;
  const tries = await tryEach({ twisted: twisted(jws), again: jws, ...misspelt(jws) }, async (spelling) => {
    await acme.hears(app, { type: 'request', request: spelling });
    return app.arrivals.length > arrived || app.requests('open').length > 1;
  });
  await acme.organisation.withdraw(asked);
  await app.noOpenRequest();
  return tries;
});

attack('network', 'everything that the verifier ever said is said again, forwards and backwards', async () => {
  // A request is gone from the open ones before its line is in the history.
  await acme.settled(app);
  const before = JSON.stringify([app.arrivals, app.ends, app.history(), acmeState()]);
  const frames = [...acme.said('request'), ...acme.said('event')];
  for (const frame of [...frames, ...frames.toReversed()]) await acme.hears(app, frame);
  await app.wake();
  for (const frame of frames) await acme.hears(app, frame);
  return {
    attempts: 3 * frames.length,
    successes: JSON.stringify([app.arrivals, app.ends, app.history(), acmeState()]) === before ? 0 : 1,
  };
});

attack('network', "an older attach reply bends the app's idea of time", async () => {
  const old = acme.said('attached');
  acme.organisation.verifier.clock.advance(3_600_000);
  await app.wake();
  const offset = (): number =>
    Math.round((app.view().verifiers.find(({ issuer }) => issuer === acme.organisation.issuer)?.clockOffsetMs ?? 0) / 60_000);
  await app.until('the new time', () => offset() === 60);
  const tries = await tryEach(old, async (frame) => {
    await acme.hears(app, frame);
    return offset() !== 60;
  });
  acme.organisation.verifier.clock.advance(-3_600_000);
  await app.wake();
  await app.until('the old time', () => offset() === 0);
  return tries;
});

attack('network', 'a request is withheld and brought when it has run out', async () => {
  acme.middleman.withholds = (frame) => frame.includes('"request"');
  const [count, before] = [acme.said('request').length, app.arrivals.length];
  const asked = await acme.organisation.signIn();
  await until('the request', () => acme.said('request').length > count);
  await acme.organisation.withdraw(asked);
  acme.middleman.withholds = () => false;
  const frame = acme.said('request').at(-1) ?? '';
  acme.organisation.verifier.clock.advance(61_000);
  await app.wake();
  await acme.hears(app, frame);
  const isShown = app.arrivals.length > before;
  acme.organisation.verifier.clock.advance(-61_000);
  await app.wake();
  return isShown;
});

attack('network', "another organisation's genuine messages come on this one's socket", async () => {
  const asked = await bravo.organisation.signIn();
  const shown = await app.openRequest();
  const before = app.arrivals.length;
  const tries = await tryEach([...bravo.said('request'), ...bravo.said('event')], async (frame) => {
    await acme.hears(app, frame);
    return app.arrivals.length > before || app.requests('open').length !== 1;
  });
  await bravo.organisation.withdraw(asked);
  await app.outcomeOf(shown);
  return tries;
});

attack('network', 'metadata with keys of its own is put in the place of the true ones', async () => {
  const path = '/.well-known/deskfob';
  const [header = '', payload = '', signature = ''] = (acme.middleman.answered.get(path) ?? '').split('.');
  const told = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { keys: object; identity: PublicJwk; iss: string };
  const evil = JSON.parse(
    Buffer.from((bravo.middleman.answered.get(path) ?? '').split('.')[1] ?? '', 'base64url').toString(),
  ) as typeof told;
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const changed = { ...told, seq: 9, keys: evil.keys, organisation: { name: 'Evil Inc', colour: '#000000' } };
  const status = () => app.view().verifiers.find(({ issuer }) => issuer === acme.organisation.issuer);
  const tries = await tryEach(
    {
      ...(await forgedSignatures('deskfob-metadata+jwt', changed, told.identity)),
      'changed under its signature': `${header}.${encoded(changed)}.${signature}`,
      "another organisation's": bravo.middleman.answered.get(path) ?? '',
      nothing: '',
      'no text': '\0',
    },
    async (document) => {
      acme.middleman.instead.set(path, document);
      const connections = acme.middleman.opened;
      await app.wake();
      await app.until('an end', () => status()?.connection === 'offline' || acme.middleman.opened > connections);
      return acme.middleman.opened > connections || status()?.organisation.name !== 'Acme GmbH';
    },
  );
  acme.middleman.instead.clear();
  await app.wake();
  await app.online();
  return tries;
});

attack('network', 'the app is led elsewhere by a redirect', async () => {
  const path = '/.well-known/deskfob';
  acme.middleman.redirects.set(path, `${bravo.organisation.issuer}${path}`);
  acme.middleman.redirects.set('/v1/socket', `${bravo.organisation.issuer}/v1/socket`);
  const connections = bravo.middleman.opened;
  const known = (): boolean =>
    app.view().verifiers.some(({ issuer, connection }) => issuer === acme.organisation.issuer && connection === 'offline');
  app = await app.restart();
  await app.until('an end', known);
  // Bravo's own channel fetches its metadata once and opens one socket.
  await app.until('bravo online', ({ verifiers }) => verifiers.some(({ connection }) => connection === 'online'));
  const isLed = bravo.middleman.opened > connections + 1;
  acme.middleman.redirects.clear();
  await app.wake();
  await app.online();
  return isLed;
});
