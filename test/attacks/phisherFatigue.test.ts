import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { ASKING_LIMITS } from '../../src/verifier/policy/askingLimits.ts';
import type { Api } from '../harness/verifier/Api.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { askAndWithdraw, beyond } from './support/askAndWithdraw.ts';

/*
 * A phisher who knows the password and asks until the person gives in. He withdraws each question at once, so that the
 * limit on open ones never stops him; what he may not have is more questions on the screen than the limits over time allow.
 */

const [SOON, LATER] = ASKING_LIMITS.map(({ most }) => most);
if (SOON === undefined || LATER === undefined) throw new Error('there are two limits');

let verifier: TestVerifier;
let device: TestDevice;
let socket: DeviceSocket;
let who: string;
let turn = 0;

beforeAll(async () => {
  verifier = await startTestVerifier({ askingLimits: ASKING_LIMITS });
  for (const id of ['vpn', 'wiki', 'mail']) await verifier.api.setApplication(id, { name: id });
});
beforeEach(async () => {
  turn += 1;
  who = `anna${turn}`;
  device = await pairActive(verifier.api, verifier.clock.nowMs(), who);
  socket = await DeviceSocket.attached(device);
  for (const frame of await socket.settledFrames()) await socket.next(frame.type);
});
afterEach(() => socket.close());
afterAll(async () => await verifier.dispose());

/** How many requests the device was sent since. */
async function requestsSeen(): Promise<number> {
  const frames = await socket.settledFrames();
  for (const frame of frames) await socket.next(frame.type);
  return frames.filter(({ type }) => type === 'request').length;
}

attack('phisher', 'a person is asked again and again, each question withdrawn at once', async () => {
  let asked = 0;
  for (let round = 0; round < SOON * 2; round += 1) if (await askAndWithdraw(verifier.api, who)) asked += 1;
  return beyond(SOON, SOON * 2, Math.max(asked, await requestsSeen()));
});

attack('phisher', 'a person is asked by many calls at the same moment, before they are counted', async () => {
  let asked = 0;
  const worker = async (): Promise<void> => {
    for (let round = 0; round < 6; round += 1) if (await askAndWithdraw(verifier.api, who)) asked += 1;
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  return beyond(SOON, 60, Math.max(asked, await requestsSeen()));
});

attack('phisher', 'the limit is spread over applications, API keys, idempotency keys, places and messages', async () => {
  const apis: Api[] = [];
  for (let count = 0; count < 4; count += 1) {
    const name = `key ${turn} ${count}`;
    const { body } = await verifier.api.call<{ key: string }>('POST', '/v1/api-keys', { name, scope: 'relying' });
    apis.push(verifier.api.as(body.key));
  }
  let asked = 0;
  for (let round = 0; round < SOON * 2; round += 1) {
    const extra = {
      application: ['vpn', 'wiki', 'mail'][round % 3],
      message: `Question ${round}`,
      origin: { address: `203.0.113.${round}` },
    };
    const api = apis[round % apis.length] ?? verifier.api;
    if (await askAndWithdraw(api, who, extra, { 'idempotency-key': `${who}-${round}` })) asked += 1;
  }
  return beyond(SOON, SOON * 2, Math.max(asked, await requestsSeen()));
});

attack('phisher', 'the verifier is restarted between the questions, so that it would forget them', async () => {
  let asked = 0;
  for (let round = 0; round < SOON * 2; round += 1) {
    if (round % 5 === 4) verifier = await verifier.restart();
    if (await askAndWithdraw(verifier.api, who)) asked += 1;
  }
  return beyond(SOON, SOON * 2, asked);
});

attack('phisher', 'the questions are spread, so that the limit of minutes never stops them', async () => {
  let asked = 0;
  // One in 61 seconds, for an hour less a minute: no more than ten in any ten minutes.
  for (let round = 0; round < 58; round += 1) {
    if (await askAndWithdraw(verifier.api, who)) asked += 1;
    verifier.clock.advance(61_000);
  }
  return beyond(LATER, 58, asked);
});

attack('phisher', 'a person who has muted the questions is asked all the same, after a restart, too', async () => {
  const until = verifier.clock.nowMs() + 3_600_000;
  socket.send({ type: 'mute', mute: await device.mute(until) });
  await socket.settledFrames();
  const worker = async (): Promise<boolean> => await askAndWithdraw(verifier.api, who);
  const before = await Promise.all(Array.from({ length: 10 }, worker));
  const seen = await requestsSeen();
  verifier = await verifier.restart();
  socket.close();
  socket = await DeviceSocket.open(device);
  await socket.attach([device], { seq: 10_000 });
  const after = await Promise.all(Array.from({ length: 10 }, worker));
  const successes = [...before, ...after].filter(Boolean).length + seen + (await requestsSeen());
  verifier.clock.advance(3_601_000);
  if (!(await worker())) throw new Error('the mute has not ended');
  return { attempts: 20, successes };
});
