import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { messageSchema, nameSchema } from '../../src/protocol/text.ts';
import type { Answered, Api } from '../harness/verifier/Api.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { tryEach } from './support/tryEach.ts';

/* A phisher at the HTTP API: without a key, with the key of one application among several, or by way of a page he may fill in. */

let verifier: TestVerifier;
let anna: TestDevice;
let socket: DeviceSocket;
/** Two relying applications; the phisher has the key of the second. */
let vpn: Api;
let evil: Api;
let evilKey: string;

beforeAll(async () => {
  verifier = await startTestVerifier();
  const { api } = verifier;
  await api.setApplication('vpn', { name: 'VPN' });
  anna = await pairActive(api, verifier.clock.nowMs());
  socket = await DeviceSocket.attached(anna);
  const keyOf = async (name: string): Promise<string> =>
    (await api.call<{ key: string }>('POST', '/v1/api-keys', { name, scope: 'relying' })).body.key;
  vpn = api.as(await keyOf('vpn'));
  evilKey = await keyOf('evil');
  evil = api.as(evilKey);
});
afterAll(async () => {
  socket.close();
  await verifier.dispose();
});

type Created = { id: string; match: { number?: string } };

async function withdraw(api: Api, id: string): Promise<void> {
  await api.call('POST', `/v1/transactions/${id}/cancel`);
}

attack('phisher', "another application's transaction is read, withdrawn, or taken over by its idempotency key", async () => {
  const body = { subscriber: 'anna', application: 'vpn' };
  const { body: own } = await vpn.call<Created>('POST', '/v1/transactions', body, { 'idempotency-key': 'sign-in-1' });
  const number = own.match.number ?? '';
  if (number === '') throw new Error('there is no number to learn');
  const told = (answered: Answered): boolean => answered.status < 300 && JSON.stringify(answered.body).includes(own.id);
  const tries = await tryEach<() => Promise<Answered>>(
    {
      'by its id': async () => await evil.call('GET', `/v1/transactions/${own.id}`),
      'by waiting for it': async () => await evil.call('GET', `/v1/transactions/${own.id}?wait=0`),
      'by an id in another case': async () => await evil.call('GET', `/v1/transactions/${own.id.toUpperCase()}`),
      'by a path that leads to it': async () => await evil.call('GET', `/v1/transactions/x/../${own.id}`),
      'by withdrawing it': async () => await evil.call('POST', `/v1/transactions/${own.id}/cancel`),
      'by its idempotency key': async () => await evil.call('POST', '/v1/transactions', body, { 'idempotency-key': 'sign-in-1' }),
      'without a key': async () => await evil.as(undefined).call('GET', `/v1/transactions/${own.id}`),
    },
    async (reads) => {
      const answered = await reads();
      const isOpen = (await vpn.transaction(own.id)).status === 'open';
      if (answered.status === 201) await withdraw(evil, (answered.body as Created).id);
      return told(answered) || asWord(number).test(JSON.stringify(answered.body)) || !isOpen;
    },
  );
  await withdraw(vpn, own.id);
  return tries;
});

attack('phisher', 'an idempotency key brings back a number after its time, or the number of another question', async () => {
  const body = { subscriber: 'anna', application: 'vpn' };
  const headers = { 'idempotency-key': 'sign-in-2' };
  const { body: own } = await vpn.call<Created>('POST', '/v1/transactions', body, headers);
  const number = own.match.number ?? '';
  const other = await vpn.call('POST', '/v1/transactions', { ...body, message: 'Another question' }, headers);
  await withdraw(vpn, own.id);
  const later = await vpn.call('POST', '/v1/transactions', body, headers);
  return { attempts: 2, successes: Number(other.status < 300) + Number(asWord(number).test(JSON.stringify(later.body))) };
});

attack('phisher', 'the key of an application does what only an administrator may', async () => {
  const before = await state();
  const calls: Record<string, [string, string, unknown?]> = {
    'add a subscriber': ['POST', '/v1/subscribers', { name: 'evil', displayName: 'Evil' }],
    'list subscribers': ['GET', '/v1/subscribers'],
    'read a subscriber': ['GET', '/v1/subscribers/anna'],
    'remove a subscriber': ['DELETE', '/v1/subscribers/anna'],
    'unlock a subscriber': ['POST', '/v1/subscribers/anna/unlock'],
    'have a pairing key': ['POST', '/v1/subscribers/anna/pairing-keys', {}],
    'list accounts': ['GET', '/v1/accounts'],
    'remove an account': ['DELETE', `/v1/accounts/${anna.accountId}`],
    'make an API key': ['POST', '/v1/api-keys', { name: 'evil-admin', scope: 'admin' }],
    'change an application': ['PUT', '/v1/applications/vpn', { name: 'VPN', match: 'none' }],
    'list applications': ['GET', '/v1/applications'],
    'by another spelling': ['GET', '/v1//accounts'],
    'by a path that climbs': ['GET', '/v1/transactions/../accounts'],
    'by an encoded path': ['GET', '/v1/%61ccounts'],
  };
  return await tryEach(calls, async ([method, path, body]) => {
    const answered = await evil.call(method, path, body);
    return answered.status < 400 || (await state()) !== before;
  });
});

attack('phisher', 'a key is made up, spelt otherwise, or given in another place', async () => {
  const hash = createHash('sha256').update(evilKey).digest('base64url');
  const path = '/v1/transactions/none';
  const url = evil.url + path;
  const headers: Record<string, Record<string, string>> = {
    'no key': {},
    'an empty one': { authorization: 'Bearer ' },
    'the scheme alone': { authorization: 'Bearer' },
    'its hash': { authorization: `Bearer ${hash}` },
    'a prefix of it': { authorization: `Bearer ${evilKey.slice(0, -1)}` },
    'something behind it': { authorization: `Bearer ${evilKey}A` },
    'lower case': { authorization: `Bearer ${evilKey.toLowerCase()}` },
    'as a password': { authorization: `Basic ${Buffer.from(`admin:${evilKey}`).toString('base64')}` },
    'in a cookie': { cookie: `token=${evilKey}` },
    'in another header': { 'x-api-key': evilKey },
    'a quote': { authorization: `Bearer ' or '1'='1` },
    'a very long one': { authorization: `Bearer ${'A'.repeat(4_000)}` },
  };
  return await tryEach(headers, async (given) => (await fetch(url, { headers: given })).status !== 401);
});

const lineBreaks = ['\n', '\r', '\t', '\0', '\u0085', '\u2028', '\u2029', '\u000b'];
const invisible = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u115f', '\u3164', '\uffa0', '\ue000', '\u{e0041}'];
const bidirectional = [
  '\u202a',
  '\u202b',
  '\u202c',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
  '\u200e',
  '\u200f',
  '\u061c',
];

attack(
  'phisher',
  'a request says something with controls, bidirectional or invisible characters, line breaks, or at great length',
  async () => {
    const texts = [
      ...[...lineBreaks, ...bidirectional, ...invisible].map((character) => `Sign-in from the office${character}approved by IT`),
      'x'.repeat(257),
      ' ',
      '',
      '\ud800',
    ];
    const bodies = texts.flatMap((text) => [
      { message: text },
      { origin: { client: text } },
      { origin: { userAgent: `Mozilla/5.0 (${text}) ${text}` } },
    ]);
    let attempts = 0;
    let successes = 0;
    for (const body of bodies) {
      const answered = await evil.call<Created>('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn', ...body });
      attempts += 1;
      if (answered.status !== 201) continue;
      const { request } = await socket.nextRequest(anna);
      const isClean =
        (request.message === undefined || messageSchema.safeParse(request.message).success) &&
        (request.origin?.client === undefined || nameSchema.safeParse(request.origin.client).success);
      if (!isClean || JSON.stringify(request).includes('approved by IT')) successes += 1;
      await withdraw(evil, answered.body.id);
    }
    return { attempts, successes };
  },
);

attack('phisher', 'an application is registered, or a person named, with such characters', async () => {
  const texts = [...lineBreaks, ...bidirectional, ...invisible].map((character) => `Acme${character}VPN`);
  return await tryEach([...texts, ' ', '', 'x'.repeat(65)], async (name) => {
    const application = await verifier.api.call('PUT', '/v1/applications/odd', { name });
    const person = await verifier.api.call('POST', '/v1/subscribers', { name: 'odd', displayName: name });
    return application.status < 300 || person.status < 300;
  });
});

attack('phisher', 'a header pretends an address, so that the request looks near', async () => {
  const claimed = '203.0.113.7';
  const headers = {
    'X-Forwarded-For': claimed,
    'X-Real-IP': claimed,
    Forwarded: `for=${claimed}`,
    'True-Client-IP': claimed,
    'CF-Connecting-IP': claimed,
    'X-Client-IP': claimed,
    Via: `1.1 ${claimed}`,
  };
  return await tryEach(Object.entries(headers), async ([name, value]) => {
    const answered = await evil.call<Created>('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' }, { [name]: value });
    const { jws, request } = await socket.nextRequest(anna);
    await withdraw(evil, answered.body.id);
    return Buffer.from(jws.split('.')[1] ?? '', 'base64url').includes(claimed) || request.proximity !== 'unknown';
  });
});

attack('phisher', 'what goes to the device holds the number, or helps to guess it', async () => {
  const seen: string[] = [];
  let told = 0;
  for (let round = 0; round < 20; round += 1) {
    const { id, match } = await vpn.ask({ subscriber: 'anna', application: 'vpn' });
    const { jws } = await socket.nextRequest(anna);
    const number = match.number ?? '';
    if (asWord(number).test(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())) told += 1;
    seen.push(number);
    await withdraw(vpn, id);
  }
  // Twenty of a million: two alike are as good as impossible unless the numbers come from something small.
  return { attempts: 20, successes: told + Math.max(0, 19 - new Set(seen).size) };
});

/** The number alone, not as a part of a longer one such as a time. */
function asWord(number: string): RegExp {
  return new RegExp(String.raw`(?<!\d)${number}(?!\d)`);
}

/** What the attacker would have changed. */
async function state(): Promise<string> {
  const { api } = verifier;
  const applications = await api.call('GET', '/v1/applications');
  const subscribers = await api.call('GET', '/v1/subscribers');
  const accounts = (await api.accounts()).map(({ id, status }) => [id, status]);
  return JSON.stringify([applications.body, subscribers.body, accounts]);
}
