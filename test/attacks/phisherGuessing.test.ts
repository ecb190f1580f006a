import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { LIMITS } from '../../src/protocol/limits.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';

/*
 * A phisher who knows the password and makes a person type what he says, or who guesses: numbers, passcodes, both, one after
 * the other and at once. What he may not have is more guesses than the standard allows, from any mixture of ways.
 */

const ALLOWED = LIMITS.failuresUntilDisabled;

let verifier: TestVerifier;
let devices: TestDevice[];
let socket: DeviceSocket;
let who: string;
let turn = 0;

beforeAll(async () => {
  verifier = await startTestVerifier();
  await verifier.api.setApplication('vpn', { name: 'VPN' });
});
beforeEach(async () => {
  turn += 1;
  who = `anna${turn}`;
  devices = [];
  for (let count = 0; count < 2; count += 1) devices.push(await pairActive(verifier.api, verifier.clock.nowMs(), who));
  socket = await DeviceSocket.attached(...devices);
});
afterEach(() => socket.close());
afterAll(async () => await verifier.dispose());

/** A guess that is wrong, so that the count of guesses is what the attack shows. */
const wrong = (right: string, guess: number): string => {
  const text = String(guess).padStart(6, '0');
  return text === right ? '999999' : text;
};

/** One guess at the number of a new sign-in, on one of the devices; whether the verifier has taken it for a guess at all. */
async function guessNumber(guess: number): Promise<boolean> {
  const { status, body } = await verifier.api.call<{ id: string; match: { number: string } }>('POST', '/v1/transactions', {
    subscriber: who,
    application: 'vpn',
  });
  if (status !== 201) return false;
  const device = devices[guess % devices.length];
  if (device === undefined) throw new Error('no device');
  const jws = await requestFor(device);
  socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', wrong(body.match.number, guess)) });
  await socket.settledFrames();
  return (await verifier.api.transaction(body.id)).status === 'mismatch';
}

/** The request of the latest sign-in to that device; those to the others are taken out, too. */
async function requestFor(device: TestDevice): Promise<string> {
  let own: string | undefined;
  for (let left = devices.length; left > 0; left -= 1) {
    const { request } = await socket.next('request');
    if ((await device.readRequest(request)).aud === device.accountId) own = request;
  }
  if (own === undefined) throw new Error('no request for that device');
  return own;
}

/** Whether the verifier has compared the passcode with anything. */
async function guessPasscode(guess: number): Promise<boolean> {
  const right = new Set(devices.flatMap((device) => [-30_000, 0, 30_000].map((ms) => device.passcodeAt(verifier.clock.nowMs() + ms))));
  const text = String(guess).padStart(6, '0');
  const { status } = await verifier.api.call('POST', '/v1/passcodes/check', {
    subscriber: who,
    passcode: right.has(text) ? '999999' : text,
  });
  return status === 200;
}

async function isDisabled(): Promise<boolean> {
  return (await verifier.api.subscriber(who)).disabled;
}

/** As many guesses as there were beyond the allowed ones, from all that were tried. */
async function guessesBeyond(tries: number, guess: (index: number) => Promise<boolean>): Promise<{ attempts: number; successes: number }> {
  let counted = 0;
  for (let index = 0; index < tries; index += 1) if (await guess(index)) counted += 1;
  if (counted === 0) throw new Error('not one guess was counted');
  return { attempts: tries, successes: Math.max(counted - ALLOWED, 0) + Number(!(await isDisabled())) };
}

attack('phisher', 'numbers are guessed over many sign-ins and two devices', async () => await guessesBeyond(ALLOWED + 5, guessNumber));

attack('phisher', 'passcodes are guessed', async () => await guessesBeyond(ALLOWED + 10, guessPasscode));

attack(
  'phisher',
  'numbers and passcodes are guessed in turns, to stay below both limits',
  async () => await guessesBeyond(ALLOWED + 10, async (index) => await (index % 2 === 0 ? guessNumber(index) : guessPasscode(index))),
);

attack('phisher', 'the guesses are spread over hours, so that a limit by time would forget them', async () => {
  return await guessesBeyond(ALLOWED + 5, async (index) => {
    verifier.clock.advance(3_600_000);
    return await guessPasscode(index);
  });
});

attack('phisher', 'the verifier is restarted between the guesses, so that it would forget them', async () => {
  return await guessesBeyond(ALLOWED + 5, async (index) => {
    if (index % 8 === 7) verifier = await verifier.restart();
    return await guessPasscode(index);
  });
});

attack('phisher', 'passcodes are guessed a hundred at once, to be through before they are counted', async () => {
  const guesses = await Promise.all(Array.from({ length: 100 }, async (_, index) => await guessPasscode(index)));
  const counted = guesses.filter(Boolean).length;
  return { attempts: 100, successes: Math.max(counted - ALLOWED, 0) + Number(!(await isDisabled())) };
});

attack('phisher', 'numbers are guessed on three sign-ins at once, by two devices at the same moment', async () => {
  let counted = 0;
  let attempts = 0;
  for (let round = 0; round < 9; round += 1) {
    const asked = await Promise.all(
      [0, 1, 2].map(
        async () => await verifier.api.call<{ id: string }>('POST', '/v1/transactions', { subscriber: who, application: 'vpn' }),
      ),
    );
    const open = asked.filter(({ status }) => status === 201);
    if (open.length === 0) break;
    for (let count = 0; count < open.length * devices.length; count += 1) {
      const { request } = await socket.next('request');
      const { aud } = JSON.parse(Buffer.from(request.split('.')[1] ?? '', 'base64url').toString()) as { aud: string };
      const device = devices.find(({ accountId }) => accountId === aud);
      if (device === undefined) throw new Error('a request for somebody else');
      socket.send({ type: 'answer', answer: await device.answer(request, 'approve', '1') });
      attempts += 1;
    }
    await socket.settledFrames();
    for (const { body } of open) if ((await verifier.api.transaction(body.id)).status === 'mismatch') counted += 1;
  }
  if (counted < ALLOWED) throw new Error(`only ${counted} guesses were counted`);
  return { attempts, successes: Math.max(counted - ALLOWED, 0) + Number(!(await isDisabled())) };
});

attack('phisher', 'a pairing of his own is confirmed by guessing its passcode', async () => {
  const page = await verifier.api.pairingKey(who);
  await TestDevice.paired(page.link);
  return await guessesBeyond(ALLOWED + 5, async (index) => {
    const { status, body } = await verifier.api.call('POST', `/v1/pairing-keys/${page.id}/passcode`, {
      passcode: String(index).padStart(6, '0'),
    });
    return status === 403 && body.error === 'refused';
  });
});

attack('phisher', 'a person who is locked out is asked, approved or paired all the same', async () => {
  const before = await verifier.api.ask({ subscriber: who, application: 'vpn' });
  const [device] = devices;
  if (device === undefined) throw new Error('no device');
  const jws = await requestFor(device);
  const page = await verifier.api.pairingKey(who);
  for (let guess = 0; guess < ALLOWED; guess += 1) await guessPasscode(guess);
  socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', before.match.number) });
  await socket.settledFrames();
  const isApproved = (await verifier.api.transaction(before.id)).status === 'approved';
  const asked = await verifier.api.call('POST', '/v1/transactions', { subscriber: who, application: 'vpn' });
  const checked = await verifier.api.call<{ valid?: boolean }>('POST', '/v1/passcodes/check', {
    subscriber: who,
    passcode: device.passcodeAt(verifier.clock.nowMs()),
  });
  const paired = await TestDevice.paired(page.link).then(
    () => true,
    () => false,
  );
  return { attempts: 4, successes: [isApproved, asked.status === 201, checked.body.valid === true, paired].filter(Boolean).length };
});

attack('phisher', 'the lock is lifted without an administrator', async () => {
  for (let guess = 0; guess < ALLOWED; guess += 1) await guessPasscode(guess);
  const { body } = await verifier.api.call<{ key: string }>('POST', '/v1/api-keys', { name: `relying ${turn}`, scope: 'relying' });
  const relying = verifier.api.as(body.key);
  await relying.call('POST', `/v1/subscribers/${who}/unlock`);
  await verifier.api.as(undefined).call('POST', `/v1/subscribers/${who}/unlock`);
  await relying.call('DELETE', `/v1/subscribers/${who}`);
  await relying.call('POST', '/v1/subscribers', { name: who, displayName: who });
  // The person's own device can say no, and say goodbye, but not lift the lock.
  const [device] = devices;
  if (device !== undefined) {
    socket.send({ type: 'mute', mute: await device.mute(0) });
    socket.send({ type: 'remove', proof: await device.removal() });
  }
  await socket.settledFrames();
  verifier.clock.advance(90 * 24 * 3_600_000);
  await verifier.sweep();
  return { attempts: 6, successes: Number(!(await isDisabled())) };
});

attack('phisher', 'a person is worn down by more requests than three at a time', async () => {
  const asked = await Promise.all(
    Array.from({ length: 30 }, async () => await verifier.api.call('POST', '/v1/transactions', { subscriber: who, application: 'vpn' })),
  );
  await socket.settledFrames();
  const opened = asked.filter(({ status }) => status === 201).length;
  if (opened === 0) throw new Error('not one request was opened');
  const frames = (await socket.settledFrames()).filter(({ type }) => type === 'request').length;
  return {
    attempts: 30,
    successes: Math.max(opened - LIMITS.openTransactionsPerSubscriber, 0) + Math.max(frames / devices.length - opened, 0),
  };
});

attack('phisher', 'a wrong number can be followed by the right one', async () => {
  const asked = await verifier.api.ask({ subscriber: who, application: 'vpn' });
  const requests = [(await socket.next('request')).request, (await socket.next('request')).request];
  for (const jws of requests) {
    for (const device of devices) {
      const { aud } = await device.readRequest(jws);
      if (aud !== device.accountId) continue;
      socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', wrong(asked.match.number ?? '', 1)) });
      socket.send({ type: 'answer', answer: await device.answer(jws, 'approve', asked.match.number) });
    }
  }
  await socket.settledFrames();
  return { attempts: 2, successes: Number((await verifier.api.transaction(asked.id)).status === 'approved') };
});
