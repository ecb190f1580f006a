import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { MessageType } from '../../src/protocol/jws.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { signedBy } from '../harness/app/signedBy.ts';
import { AppUnderAttack, until } from './support/AppUnderAttack.ts';
import { attack } from './attack.ts';
import { computerForThisFile } from './support/computerForThisFile.ts';
import { metadataOf } from './support/hostileMetadata.ts';
import { tryEach } from './support/tryEach.ts';

/* One of the organisations that an app is paired with turns hostile. It signs what it likes with its own true keys. */

await sessionForThisFile();
const computer = await computerForThisFile();

const METADATA = '/.well-known/deskfob';

let acme: AppUnderAttack;
let evil: AppUnderAttack;
let app: AppCore;
let ids: { acme: string; evil: string };
let seq = 1_000;
let serial = 0;

beforeAll(async () => {
  [acme, evil] = await Promise.all([
    AppUnderAttack.start(),
    AppUnderAttack.start({ organisation: { name: 'Evil Inc', colour: '#000000' } }),
  ]);
  app = await acme.organisation.pairedApp(computer);
  await evil.organisation.pair(app);
  ids = { acme: await acme.accountId(computer), evil: await evil.accountId(computer) };
});
afterAll(async () => {
  await app.close();
  await acme.dispose();
  await evil.dispose();
});

const nowS = (): number => Math.floor(Date.now() / 1000);

function request(change: object = {}): object {
  serial += 1;
  return {
    v: 1,
    iss: evil.organisation.issuer,
    aud: ids.evil,
    jti: `hostile-${serial}`,
    iat: nowS(),
    exp: nowS() + 60,
    kind: 'sign-in',
    application: { name: 'Hostile' },
    proximity: 'unknown',
    match: { type: 'none' },
    userVerification: 'discouraged',
    ...change,
  };
}

function event(body: object): object {
  seq += 1;
  serial += 1;
  return { v: 1, iss: evil.organisation.issuer, aud: ids.evil, iat: nowS(), jti: `event-${serial}`, seq, ...body };
}

const signed = async (typ: MessageType, payload: object): Promise<string> => await signedBy(evil.organisation, typ, payload);
const asks = async (payload: object): Promise<object> => ({ type: 'request', request: await signed('deskfob-request+jwt', payload) });
const tells = async (payload: object): Promise<object> => ({ type: 'event', event: await signed('deskfob-event+jwt', payload) });

/** A new `seq` leaves a gap, which the app first tries to fill by attaching anew; told again it is taken. */
async function insists(frame: object): Promise<void> {
  await evil.hears(app, frame);
  await evil.hears(app, frame);
}

async function withdrawAll(): Promise<void> {
  for (const { id } of app.requests('open')) {
    await insists(await tells(event({ event: 'cancelled', request: id.split('.')[1] ?? '', reason: 'withdrawn' })));
  }
  await app.noOpenRequest();
}

/** What of the other organisation must stay as it is. */
function truthsOfAcme(): string {
  const view = app.view();
  const account = view.accounts.find(({ signInName }) => signInName.endsWith(new URL(acme.organisation.issuer).host));
  const status = view.verifiers.find(({ issuer }) => issuer === acme.organisation.issuer);
  const activity = view.activity.filter(({ organisation }) => organisation === 'Acme GmbH');
  return JSON.stringify([account?.state, account?.organisation, status?.organisation, activity]);
}

attack('hostile verifier', "it asks, tells or removes in another organisation's name", async () => {
  const before = truthsOfAcme();
  const arrived = app.arrivals.length;
  const frames: Record<string, object> = {};
  for (const iss of [acme.organisation.issuer, evil.organisation.issuer]) {
    frames[`a request by ${iss} to the other's account`] = await asks(request({ iss, aud: ids.acme }));
    frames[`a request by ${iss} to its own`] = iss === acme.organisation.issuer ? await asks(request({ iss })) : {};
    for (const body of [
      { event: 'removed', reason: 'administrator' },
      { event: 'suspended' },
      { event: 'settled', request: 'x', outcome: 'approved' },
    ])
      frames[`${body.event} by ${iss}`] = await tells({ ...event(body), iss, aud: ids.acme });
  }
  return await tryEach(frames, async (frame) => {
    await evil.hears(app, frame);
    return app.arrivals.length > arrived || truthsOfAcme() !== before;
  });
});

attack('hostile verifier', "it ends or settles a request of another organisation by the request's id", async () => {
  const asked = await acme.organisation.signIn();
  const shown = await app.openRequest();
  const jti = shown.id.split('.')[1] ?? '';
  const bodies = [
    { event: 'settled', request: jti, outcome: 'approved' },
    { event: 'cancelled', request: jti, reason: 'withdrawn' },
  ];
  const tries = await tryEach(bodies, async (body) => {
    await insists(await tells(event(body)));
    return app.requests('open').length !== 1;
  });
  // A request of its own with the same id must not take the place of the other.
  await evil.hears(app, await asks(request({ jti })));
  const both = app.requests('open');
  const isReplaced = !both.some(({ id, organisation }) => id === shown.id && organisation.name === 'Acme GmbH');
  await app.decide(shown, 'approve', asked.number);
  const isStolen = (await acme.organisation.outcome(asked)) !== 'approved';
  await app.outcomeOf(shown);
  await withdrawAll();
  return { attempts: tries.attempts + 2, successes: tries.successes + Number(isReplaced) + Number(isStolen) };
});

attack('hostile verifier', 'it approves by itself, or writes into the history what the person never decided', async () => {
  return await tryEach(['approved', 'denied', 'reported', 'mismatch'], async (outcome) => {
    const payload = request();
    const said = evil.middleman.toVerifier.length;
    await evil.hears(app, await asks(payload));
    const shown = await app.openRequest();
    await insists(await tells(event({ event: 'settled', request: shown.id.split('.')[1] ?? '', outcome })));
    await app.noOpenRequest();
    await evil.settled(app);
    const hasAnswered = evil.middleman.toVerifier.slice(said).some((frame) => frame.includes('"answer"'));
    return hasAnswered || app.history().some((line) => line.id === shown.id && line.outcome === outcome);
  });
});

attack('hostile verifier', 'it floods the screen', async () => {
  const arrived = app.arrivals.length;
  for (let count = 0; count < 40; count += 1) await evil.hears(app, await asks(request()));
  const open = app.requests('open').length;
  if (app.arrivals.length === arrived) throw new Error('not one request was taken');
  // Another organisation still gets through.
  const asked = await acme.organisation.signIn();
  const shown = await app.until('the other request', () =>
    app.requests('open').find(({ organisation }) => organisation.name === 'Acme GmbH'),
  );
  await app.decide(shown, 'approve', asked.number);
  const isShutOut = (await acme.organisation.outcome(asked)) !== 'approved';
  await withdrawAll();
  return { attempts: 41, successes: Math.max(open - 8, 0) + Number(isShutOut) };
});

attack('hostile verifier', 'its requests live too long, lie ahead in time, or say what no name may hold', async () => {
  const now = nowS();
  const arrived = app.arrivals.length;
  const changes = {
    'an hour': { exp: now + 3_600 },
    'a year': { exp: now + 31_536_000 },
    'five minutes, a year from now': { iat: now + 31_536_000, exp: now + 31_536_300 },
    'five minutes, at the end of time': { iat: 253_402_300_499, exp: 253_402_300_799 },
    'a time that is none': { exp: 1e300 },
    'a bidirectional name': { application: { name: 'Acme\u202eNPV' } },
    'an invisible name': { application: { name: '\u3164\u200b' } },
    'a line break': { message: 'Sign-in\nApproved' },
    'a long message': { message: 'x'.repeat(10_000) },
    'a place with controls': { origin: { city: 'Ber\u0000lin' } },
    'a place that is none': { origin: { latitude: 1e9, longitude: -1e9 } },
    'a country with a flag': { origin: { country: '🇩🇪' } },
    'a thousand options': { match: { type: 'choice', options: Array.from({ length: 1_000 }, (_, index) => String(index)) } },
    'an option that is no number': { match: { type: 'choice', options: ['10', '20', '<b>30'] } },
    'deep nesting': { deep: JSON.parse('['.repeat(400) + ']'.repeat(400)) as unknown },
    'a pairing of its own': { kind: 'pairing', match: { type: 'entry', digits: 6 } },
  };
  return await tryEach(changes, async (change) => {
    await evil.hears(app, await asks(request(change)));
    return app.arrivals.length > arrived;
  });
});

attack('hostile verifier', 'it names itself so that it passes for another, or leads the app to another place', async () => {
  const { host } = new URL(evil.organisation.issuer);
  const other = new URL(acme.organisation.issuer).host;
  const names = [
    'Acme\u200bGmbH',
    'Acme GmbH\u202e',
    '\u2066Acme GmbH',
    'Acme\nGmbH',
    'Acme\u00adGmbH',
    'Acme GmbH\u3164',
    ' ',
    '',
    'x'.repeat(65),
  ];
  const changes: Record<string, object> = Object.fromEntries(
    names.map((name, index) => [`name ${index}`, { organisation: { name, colour: '#000000' } }]),
  );
  Object.assign(changes, {
    'a colour that is a style': { organisation: { name: 'Evil', colour: 'url(//evil)' } },
    'a support line with a control': { organisation: { name: 'Evil', colour: '#000000', support: 'call\u202e' } },
    'a lower seq': { seq: 0 },
    'its socket elsewhere': { socket: `ws://${other}/v1/socket` },
    'its socket with a user': { socket: `ws://anna@${host}/v1/socket` },
    'its pairing elsewhere': { pairing: `http://${other}/v1/pairing` },
    'its pairing in a file': { pairing: 'file:///etc/passwd' },
    "another's issuer": { iss: acme.organisation.issuer },
    'no version that is known': { versions: [2] },
    'too many keys': { keys: { sig: [], enc: [] } },
  });
  const status = () => app.view().verifiers.find(({ issuer }) => issuer === evil.organisation.issuer);
  const tries = await tryEach(changes, async (change) => {
    const [own, others] = [evil.middleman.opened, acme.middleman.opened];
    evil.middleman.instead.set(METADATA, await metadataOf(evil.organisation, { seq: 50, ...change }));
    await app.wake();
    await until('an end', () => status()?.connection === 'offline' || evil.middleman.opened > own);
    // Waking opens one new socket to the other organisation, its own.
    await until('the other organisation', () => acme.middleman.opened > others);
    return evil.middleman.opened > own || acme.middleman.opened > others + 1 || status()?.organisation.name !== 'Evil Inc';
  });
  // The very name of another organisation is a name like any other: what tells them apart is the host in the sign-in name.
  evil.middleman.instead.set(
    METADATA,
    await metadataOf(evil.organisation, { seq: 60, organisation: { name: 'Acme GmbH', colour: '#0b6b5d' } }),
  );
  await app.wake();
  await app.online();
  await evil.hears(app, await asks(request({ application: { name: 'Acme VPN' } })));
  const shown = await app.openRequest();
  const isAlike = !shown.signInName.endsWith(`@${host}`) || shown.signInName.endsWith(`@${other}`);
  await withdrawAll();
  evil.middleman.instead.set(METADATA, await metadataOf(evil.organisation, { seq: 70 }));
  await app.wake();
  await app.online();
  return { attempts: tries.attempts + 1, successes: tries.successes + Number(isAlike) };
});

attack('hostile verifier', 'it fills the disk with requests that it asks and withdraws, and with events that say nothing', async () => {
  await withdrawAll();
  const small = folderSize();
  const before = app.arrivals.length;
  const message = 'x'.repeat(256);
  const rounds = 60;
  for (let round = 0; round < rounds; round += 1) {
    // Members that nobody knows are ignored, so they could carry anything.
    evil.middleman.slip(JSON.stringify(await asks(request({ message, padding: 'p'.repeat(45_000) }))));
    const payload = request({ message, padding: 'p'.repeat(2000) });
    evil.middleman.slip(JSON.stringify(await asks(payload)));
    const { jti } = payload as { jti: string };
    const withdrawn = JSON.stringify(await tells(event({ event: 'cancelled', request: jti, reason: 'withdrawn' })));
    if (round === 0) await insists(JSON.parse(withdrawn) as object);
    else evil.middleman.slip(withdrawn);
    for (const body of [{ event: 'suspended' }, { event: 'resumed' }]) evil.middleman.slip(JSON.stringify(await tells(event(body))));
    if (round % 10 === 9) await evil.hears(app, '{"type":"hello"}');
  }
  await app.noOpenRequest();
  const taken = app.arrivals.length - before;
  if (taken < rounds) throw new Error(`only ${taken} requests were taken`);
  const grown = folderSize() - small;
  // All of it together would be some 5 MB. What is taken is small, and in a long run it is summed up.
  return { attempts: rounds * 5, successes: grown > 1_000_000 || taken > rounds ? 1 : 0 };
});

attack('hostile verifier', 'it brings back an account that was removed', async () => {
  // A second account keeps the socket open.
  await evil.organisation.api.addSubscriber('bert', 'Bert');
  await app.pairByLink((await evil.organisation.api.pairingKey('bert')).link);
  await app.ask('pairing:cancel', undefined);
  await app.online();
  await insists(await tells(event({ event: 'removed', reason: 'administrator' })));
  const state = (): string | undefined =>
    app.view().accounts.find(({ signInName }) => signInName === `anna@${new URL(evil.organisation.issuer).host}`)?.state;
  await app.until('the removal', () => state() === 'removed');
  return await tryEach(['activated', 'resumed', 'suspended'], async (name) => {
    await insists(await tells(event({ event: name })));
    return state() !== 'removed';
  });
});

function folderSize(): number {
  const sizes = readdirSync(computer.vaultFolder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const info = statSync(join(computer.vaultFolder, name));
    return info.isFile() ? info.size : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
