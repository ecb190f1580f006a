import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { parsePairingLink } from '../../src/protocol/pairingLink.ts';
import { encodePairingKey } from '../../src/protocol/pairingKey.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { type PairingReply, TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { distinguishability } from './support/rankTest.ts';
import { tryEach } from './support/tryEach.ts';

/* Anybody may talk to the pairing endpoint. A phisher wants to learn there who has an account, and to hit a key that is open. */

let verifier: TestVerifier;
/** The same with hardly a limit but the one of names, where what is tried needs many tries. */
let patient: TestVerifier;
const GUESSES_PER_NAME = 45;
let used: { link: string; typedKey: string };

beforeAll(async () => {
  const rate = { burst: 100_000, perMs: 1 };
  [verifier, patient] = await Promise.all([
    startTestVerifier(),
    startTestVerifier({ pairingRates: { perAddress: rate, perName: { burst: GUESSES_PER_NAME, perMs: 600_000 }, total: rate } }),
  ]);
  for (const { api, clock } of [verifier, patient]) {
    await pairActive(api, clock.nowMs());
    await api.addSubscriber('dora');
  }
  used = await patient.api.pairingKey('dora');
  await TestDevice.paired(used.link);
  await patient.api.addSubscriber('locked');
  await patient.api.pairingKey('anna');
  const locked = await patient.api.pairingKey('locked');
  lockedKey = bare(locked.typedKey);
  for (let guess = 0; guess < 20; guess += 1)
    await patient.api.call('POST', '/v1/passcodes/check', { subscriber: 'locked', passcode: '000000' });
  if (!(await patient.api.subscriber('locked')).disabled) throw new Error('the subscriber is not locked');
});
afterAll(async () => {
  await verifier.dispose();
  await patient.dispose();
});

let lockedKey = '';
const bare = (key: string): string => key.replaceAll('-', '');
const guessed = (kind: 'link' | 'typed'): string => encodePairingKey(kind, randomBytes(kind === 'link' ? 26 : 12));

async function tryKey(at: TestVerifier, key: string, name?: string): Promise<PairingReply> {
  const device = await TestDevice.make(at.issuer);
  return await device.post(await device.pairingMessage(key, { ...(name !== undefined && { name }) }));
}

/** The pairing endpoint as a program sees it that may set every header: all it is answered, but the time of day. */
async function rawReply(at: TestVerifier, body: string, headers: Record<string, string> = {}): Promise<string> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: at.port,
        path: '/v1/pairing',
        method: 'POST',
        headers: { 'content-type': 'application/jose', ...headers },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          const told = Object.entries(reply.headers).filter(([name]) => name !== 'date');
          resolve(JSON.stringify([reply.statusCode, told, Buffer.concat(chunks).toString()]));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

attack('phisher', 'the answer of the pairing endpoint tells who exists, is locked, has an open key, or has used one', async () => {
  const reply = async (key: string, name?: string): Promise<string> => {
    const device = await TestDevice.make(patient.issuer);
    return await rawReply(patient, await device.pairingMessage(key, { ...(name !== undefined && { name }) }));
  };
  const unknown = await reply(guessed('typed'), 'nobody');
  return await tryEach(
    {
      'a person with an open key': () => reply(guessed('typed'), 'anna'),
      'a person without one': () => reply(guessed('typed'), 'dora'),
      'a person who is locked': () => reply(guessed('typed'), 'locked'),
      'the right key of a person who is locked': () => reply(lockedKey, 'locked'),
      'a key that was used': () => reply(bare(used.typedKey), 'dora'),
      "one person's key with another's name": () => reply(bare(used.typedKey), 'anna'),
      'a link that was used': () => reply(parsePairingLink(used.link).key),
      'a link that nobody has': () => reply(guessed('link')),
    },
    async (asks) => (await asks()) !== unknown,
  );
});

attack('phisher', 'the time of the answer tells who has an account', async () => {
  const device = await TestDevice.make(patient.issuer);
  const times: Record<'known' | 'unknown' | 'usedLink' | 'freeLink', number[]> = { known: [], unknown: [], usedLink: [], freeLink: [] };
  const timed = async (kind: keyof typeof times, key: string, name?: string): Promise<void> => {
    const body = await device.pairingMessage(key, { ...(name !== undefined && { name }) });
    const start = performance.now();
    await device.post(body);
    times[kind].push(performance.now() - start);
  };
  const { key } = parsePairingLink(used.link);
  for (let round = 0; round < 24; round += 1) {
    // Side by side, so that whatever else the machine does hits all alike; in turning order.
    const kinds = [
      async () => await timed('known', guessed('typed'), 'anna'),
      async () => await timed('unknown', guessed('typed'), `nobody${round}`),
      async () => await timed('usedLink', key),
      async () => await timed('freeLink', guessed('link')),
    ];
    await Promise.all(kinds.map(async (_, index) => await kinds[(index + round) % kinds.length]?.()));
  }
  // For 24 times of each, chance alone exceeds 0.8 once in thousands of runs.
  const clearly = 0.8;
  const leaks = [distinguishability(times.known, times.unknown), distinguishability(times.usedLink, times.freeLink)];
  return { attempts: 96, successes: leaks.filter((share) => share > clearly).length };
});

attack('phisher', 'more keys are guessed than the limits allow, from one network that pretends to be many', async () => {
  const device = await TestDevice.make(verifier.issuer);
  let looked = 0;
  const guess = async (index: number): Promise<void> => {
    const address = `203.0.113.${index}`;
    const headers = { 'X-Forwarded-For': address, 'X-Real-IP': address, Forwarded: `for=${address}`, 'CF-Connecting-IP': address };
    const reply = await rawReply(verifier, await device.pairingMessage(guessed('link')), headers);
    if (!reply.includes('throttled')) looked += 1;
  };
  await Promise.all(Array.from({ length: 60 }, async (_, index) => await guess(index)));
  if (looked === 0) throw new Error('not one guess was looked at');
  verifier.clock.advance(600_000);
  return { attempts: 60, successes: Math.max(looked - 30, 0) };
});

attack('phisher', 'more typed keys are guessed for one name than the limit allows, from many networks', async () => {
  // All tests come from one network; what one network may do is lifted here, as if there were many.
  const results = await Promise.all(
    Array.from({ length: GUESSES_PER_NAME + 15 }, async () => await tryKey(patient, guessed('typed'), 'fresh')),
  );
  const looked = results.filter(({ text }) => !text.includes('throttled')).length;
  if (looked === 0) throw new Error('not one guess was looked at');
  return { attempts: results.length, successes: Math.max(looked - GUESSES_PER_NAME, 0) };
});

attack('phisher', 'more keys are guessed than the limit in all, for many names and from many networks', async () => {
  const TRIES = 10;
  const endless = { burst: 100_000, perMs: 1 };
  const scarce = await startTestVerifier({
    pairingRates: { perAddress: endless, perName: endless, total: { burst: TRIES, perMs: 1e12 } },
  });
  try {
    const results = await Promise.all(
      Array.from({ length: TRIES + 10 }, async (_, index) => await tryKey(scarce, guessed('typed'), `name${index}`)),
    );
    const looked = results.filter(({ text }) => !text.includes('throttled')).length;
    if (looked === 0) throw new Error('not one guess was looked at');
    return { attempts: results.length, successes: Math.max(looked - TRIES, 0) };
  } finally {
    await scarce.dispose();
  }
});

attack('phisher', 'an open key is used without what belongs to it', async () => {
  const open = await patient.api.pairingKey('anna');
  const { key } = parsePairingLink(open.link);
  const typed = bare(open.typedKey);
  const tries: Record<string, [string, string | undefined]> = {
    'a typed key without a name': [typed, undefined],
    "a typed key with another's name": [typed, 'dora'],
    'a typed key with a name in capitals': [typed, 'ANNA'],
    'a typed key with a blank name': [typed, ''],
    'a typed key with a pattern': [typed, '%'],
    'a link key with a name': [key, 'anna'],
    'half a link key': [key.slice(0, 12), 'anna'],
    'a link key in lower case': [key.toLowerCase(), undefined],
    'both keys': [key.slice(0, 14) + typed, undefined],
  };
  return await tryEach(Object.entries(tries), async ([, [given, name]]) => {
    const { status } = await tryKey(patient, given, name);
    return status === 200 || (await patient.api.pairing(open.id)).state !== 'unused';
  });
});

attack('phisher', 'one key makes two accounts, by two devices at the same moment', async () => {
  const open = await patient.api.pairingKey('anna');
  const before = (await patient.api.accounts()).length;
  const results = await Promise.all([
    ...Array.from({ length: 5 }, async () => await tryKey(patient, parsePairingLink(open.link).key)),
    ...Array.from({ length: 5 }, async () => await tryKey(patient, bare(open.typedKey), 'anna')),
  ]);
  const made = (await patient.api.accounts()).length - before;
  if (made === 0) throw new Error('the key did not work at all');
  return { attempts: 10, successes: Math.max(made, results.filter(({ status }) => status === 200).length) - 1 };
});
