import { request } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import type { Answer } from '../../src/protocol/messages/answer.ts';
import { encodePairingKey } from '../../src/protocol/pairingKey.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { tryEach } from './support/tryEach.ts';

/*
 * Where less is asked of who is near, a phisher wants to look near, or to be approved with less than was asked. The
 * verifier here stands behind a reverse proxy at 127.0.0.2 and asks for nothing but a click at the same address.
 */

const PROXY = '127.0.0.2';
const OFFICE = '203.0.113.9';
const PHISHER = '198.51.100.66';
const supports = ['match:choice', 'match:none', 'verify:pin'];

let verifier: TestVerifier;
let anna: TestDevice;
let socket: DeviceSocket;

beforeAll(async () => {
  verifier = await startTestVerifier({ trustedProxies: [PROXY] });
  anna = await pairActive(verifier.api, verifier.clock.nowMs());
  const easy = { match: 'none', userVerification: 'discouraged' } as const;
  await verifier.api.setApplication('vpn', { name: 'VPN', userVerification: 'required', policy: { 'same-address': easy } });
  socket = await attachedFrom(OFFICE);
});
afterAll(async () => {
  socket.close();
  await verifier.dispose();
});

/** Anna's app, as it comes by way of the proxy; everything is read that waited for it. */
async function attachedFrom(forwardedFor: string | undefined, localAddress = PROXY): Promise<DeviceSocket> {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  const opened = await DeviceSocket.open(anna, undefined, { localAddress, headers });
  await opened.attach([anna], { seq: 10_000, supports });
  await opened.attach([anna], { supports });
  for (const frame of await opened.settledFrames()) await opened.next(frame.type);
  return opened;
}

/** A sign-in from that address. */
async function ask(address: string | undefined, headers: Record<string, string> = {}) {
  const body = { subscriber: 'anna', application: 'vpn', ...(address !== undefined && { origin: { address } }) };
  const { status, body: asked } = await verifier.api.call<{ id: string; match: { number?: string } }>(
    'POST',
    '/v1/transactions',
    body,
    headers,
  );
  if (status !== 201) throw new Error(`asking answered ${status}`);
  return { ...asked, ...(await socket.nextRequest(anna)) };
}
const withdraw = async (id: string): Promise<void> => void (await verifier.api.call('POST', `/v1/transactions/${id}/cancel`));

attack('phisher', 'the call that asks says by its own headers that the sign-in comes from the office', async () => {
  const honest = await ask(OFFICE);
  if (honest.request.proximity !== 'same-address') throw new Error('the office itself is not known as near');
  await withdraw(honest.id);
  const headers = {
    'X-Forwarded-For': OFFICE,
    Forwarded: `for=${OFFICE}`,
    'X-Real-IP': OFFICE,
    'X-Client-IP': OFFICE,
    'True-Client-IP': OFFICE,
  };
  return await tryEach([undefined, PHISHER], async (address) => {
    const { successes } = await tryEach(Object.entries(headers), async ([name, value]) => {
      const asked = await ask(address, { [name]: value });
      await withdraw(asked.id);
      return asked.request.match.type !== 'entry' || asked.request.userVerification !== 'required';
    });
    return successes > 0;
  });
});

attack('phisher', "a device's connection is made to look as if it came from where the phisher is", async () => {
  const ways: Record<string, () => Promise<DeviceSocket>> = {
    'in front of what the proxy adds': async () => await attachedFrom(`${PHISHER}, ${OFFICE}`),
    'with the proxy named in between': async () => await attachedFrom(`${PHISHER}, ${PROXY}, ${OFFICE}`),
    'not by way of the proxy': async () => await attachedFrom(PHISHER, '127.0.0.3'),
    'by the proxy, in a spelling that is none': async () => await attachedFrom(`${PHISHER}, "${PHISHER}"`),
    'as the proxy itself': async () => await attachedFrom(undefined),
  };
  const before = socket;
  const tries = await tryEach(ways, async (attach) => {
    socket = await attach();
    let isNear = false;
    for (const address of [PHISHER, PROXY]) {
      const asked = await ask(address);
      await withdraw(asked.id);
      isNear ||= asked.request.proximity !== 'unknown' || asked.request.here?.address === PHISHER;
    }
    socket.close();
    return isNear;
  });
  before.close();
  socket = await attachedFrom(OFFICE);
  return tries;
});

attack('phisher', 'one network pretends behind the proxy to be many, to guess more pairing keys than the limit allows', async () => {
  const device = await TestDevice.make(verifier.issuer);
  const message = await device.pairingMessage(encodePairingKey('link', new Uint8Array(26).fill(7)));
  const tryFrom = async (index: number): Promise<number> =>
    await new Promise((resolve, reject) => {
      const isDirect = index % 2 === 0;
      const outgoing = request({
        host: '127.0.0.1',
        port: verifier.port,
        path: '/v1/pairing',
        method: 'POST',
        localAddress: isDirect ? '127.0.0.3' : PROXY,
        headers: {
          'content-type': 'application/jose',
          'x-forwarded-for': isDirect ? `192.0.2.${index}` : `192.0.2.${index}, ${PHISHER}`,
        },
      });
      outgoing.on('response', (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      });
      outgoing.on('error', reject);
      outgoing.end(message);
    });
  const statuses = await Promise.all(Array.from({ length: 100 }, async (_, index) => await tryFrom(index)));
  const tried = statuses.filter((status) => status === 403).length;
  if (tried < 60) throw new Error(`only ${tried} were looked at: 30 of either network are allowed`);
  return { attempts: 100, successes: tried - 60 };
});

attack('phisher', 'an approval brings less than was asked: no number, a shorter one, no user verification', async () => {
  const easy = await ask(OFFICE);
  const answers: Record<string, (asked: Awaited<ReturnType<typeof ask>>) => Promise<string>> = {
    'nothing at all': async ({ jws }) => await anna.answer(jws, 'approve'),
    'no number': async ({ jws }) => await anna.answer(jws, 'approve', undefined, { uv: 'pin' }),
    'a number to choose': async ({ jws }) => await anna.answer(jws, 'approve', '42', { uv: 'pin' }),
    'the number less a digit': async ({ jws, match }) => await anna.answer(jws, 'approve', match.number?.slice(1), { uv: 'pin' }),
    'the number alone': async ({ jws, match }) => await anna.answer(jws, 'approve', match.number),
    'the hash of another request that asks less': async ({ jws }) => {
      const { requestHash } = JSON.parse(
        Buffer.from((await anna.answer(easy.jws, 'approve')).split('.')[1] ?? '', 'base64url').toString(),
      ) as Answer;
      return await anna.answer(jws, 'approve', undefined, { requestHash, uv: 'pin' });
    },
  };
  const tries = await tryEach(answers, async (answer) => {
    const asked = await ask(PHISHER);
    socket.send({ type: 'answer', answer: await answer(asked) });
    await socket.settledFrames();
    const { status } = await verifier.api.transaction(asked.id);
    await withdraw(asked.id);
    return status === 'approved';
  });
  socket.send({ type: 'answer', answer: await anna.answer(easy.jws, 'approve') });
  await socket.settledFrames();
  if ((await verifier.api.transaction(easy.id)).status !== 'approved') throw new Error('what asks nothing more cannot be approved either');
  return tries;
});
