import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { parsePairingLink } from '../../src/protocol/pairingLink.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { twisted } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

/* The network repeats, reorders and redirects what honest devices have signed; the verifier must act on each once, and there alone. */

let verifier: TestVerifier;
let other: TestVerifier;
let anna: TestDevice;
let socket: DeviceSocket;

beforeAll(async () => {
  verifier = await startTestVerifier();
  other = await startTestVerifier();
  for (const { api } of [verifier, other]) {
    await api.setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
    await api.setApplication('door', { name: 'Door', match: 'none', lifetimeSeconds: 300 });
  }
  anna = await pairActive(verifier.api, verifier.clock.nowMs());
  socket = await DeviceSocket.attached(anna);
});
afterAll(async () => {
  socket.close();
  await verifier.dispose();
  await other.dispose();
});

async function ask(application: string): Promise<{ id: string; jws: string; number: string }> {
  const { id, match } = await verifier.api.ask({ subscriber: 'anna', application });
  return { id, jws: (await socket.nextRequest(anna)).jws, number: match.number ?? '' };
}

async function dealtWith(frame: object, on = socket): Promise<void> {
  on.sendText(JSON.stringify(frame));
  await on.settledFrames();
}

const statusOf = async (id: string): Promise<string> => (await verifier.api.transaction(id)).status;
const failuresOf = async (name: string): Promise<number> => (await verifier.api.subscriber(name)).failures;

async function withdraw(id: string): Promise<void> {
  await verifier.api.call('POST', `/v1/transactions/${id}/cancel`);
}

attack('network', 'an approval that was seen is sent again for the next sign-in', async () => {
  const first = await ask('door');
  const answer = await anna.answer(first.jws, 'approve');
  await dealtWith({ type: 'answer', answer });
  if ((await statusOf(first.id)) !== 'approved') throw new Error('the approval did not count');
  const second = await ask('door');
  const tries = await tryEach({ 'the same bytes': answer, 'the twisted signature': twisted(answer) }, async (replayed) => {
    await dealtWith({ type: 'answer', answer: replayed });
    return (await statusOf(second.id)) !== 'open';
  });
  await withdraw(second.id);
  return tries;
});

attack('network', 'a transaction is settled a second time, in another way', async () => {
  const asked = await ask('vpn');
  const [denial, approval] = [await anna.answer(asked.jws, 'deny'), await anna.answer(asked.jws, 'approve', asked.number)];
  await dealtWith({ type: 'answer', answer: denial });
  return await tryEach(
    { 'an approval that was held back': approval, 'the denial twisted': twisted(denial), 'the approval twisted': twisted(approval) },
    async (answer) => {
      await dealtWith({ type: 'answer', answer });
      return (await statusOf(asked.id)) !== 'denied';
    },
  );
});

attack('network', 'one wrong number is counted as many, to lock a person out', async () => {
  const asked = await ask('vpn');
  const answer = await anna.answer(asked.jws, 'approve', asked.number === '000000' ? '000001' : '000000');
  await dealtWith({ type: 'answer', answer });
  const counted = await failuresOf('anna');
  if (counted < 1) throw new Error('the wrong number was not counted');
  const again = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? answer : twisted(answer)));
  const tries = await tryEach(again, async (replayed) => {
    await dealtWith({ type: 'answer', answer: replayed });
    return (await failuresOf('anna')) !== counted;
  });
  await verifier.api.call('POST', '/v1/subscribers/anna/unlock');
  return tries;
});

attack('network', 'an answer is held back until its request has run out', async () => {
  const asked = await ask('vpn');
  const answer = await anna.answer(asked.jws, 'approve', asked.number);
  verifier.clock.advance(300_000);
  await dealtWith({ type: 'answer', answer });
  return (await statusOf(asked.id)) === 'approved';
});

attack('network', 'an answer is held back until the sign-in was withdrawn', async () => {
  const asked = await ask('vpn');
  const answer = await anna.answer(asked.jws, 'approve', asked.number);
  await withdraw(asked.id);
  await dealtWith({ type: 'answer', answer });
  return (await statusOf(asked.id)) === 'approved';
});

attack('network', 'an answer is redirected to a socket on which its account is not attached', async () => {
  const asked = await ask('door');
  const bare = await DeviceSocket.open(anna);
  await dealtWith({ type: 'answer', answer: await anna.answer(asked.jws, 'approve') }, bare);
  const isSettled = (await statusOf(asked.id)) !== 'open';
  bare.close();
  await withdraw(asked.id);
  return isSettled;
});

attack('network', 'a proof that was seen attaches another socket', async () => {
  const proof = await anna.attachProof(socket.nonce, 0);
  const earlier = await DeviceSocket.open(anna);
  const foreign = await anna.attachProof(earlier.nonce, 0);
  earlier.close();
  const asked = await ask('vpn');
  const tries = await tryEach({ 'of an open socket': proof, 'of a closed socket': foreign }, async (replayed) => {
    const spy = await DeviceSocket.open(anna);
    spy.sendText(JSON.stringify({ type: 'attach', nonce: spy.nonce, supports: [], proofs: [replayed] }));
    const frames = await spy.settledFrames();
    spy.close();
    return frames.some(({ type }) => type === 'request' || type === 'event');
  });
  await withdraw(asked.id);
  return tries;
});

attack('network', 'what a device has signed for one verifier is sent to another that has an account of the same id and key', async () => {
  // The worst case of all: a device that pairs with the same key, at a verifier that gives out the ids of others.
  const twin = await pairActive(other.api, other.clock.nowMs(), 'anna');
  Object.assign(twin, { deviceKey: anna.deviceKey, accountId: anna.accountId });
  const asked = await ask('door');
  const hour = verifier.clock.nowMs() + 3_600_000;
  const tries = await tryEach(
    {
      'an answer': { type: 'answer', answer: await anna.answer(asked.jws, 'approve', undefined, { aud: twin.issuer }) },
      'a removal': { type: 'remove', proof: await twin.removal() },
      'a mute': { type: 'mute', mute: await twin.mute(hour) },
    },
    async (frame) => {
      await dealtWith(frame);
      const isGone = !(await verifier.api.accounts()).some(({ id }) => id === anna.accountId);
      const { status, body } = await verifier.api.call<{ id: string }>('POST', '/v1/transactions', {
        subscriber: 'anna',
        application: 'vpn',
      });
      if (status === 201) await withdraw(body.id);
      return isGone || status !== 201 || (await statusOf(asked.id)) !== 'open';
    },
  );
  const spy = await DeviceSocket.open(anna);
  spy.sendText(JSON.stringify({ type: 'attach', nonce: spy.nonce, supports: [], proofs: [await twin.attachProof(spy.nonce, 0)] }));
  const attached = (await spy.settledFrames()).some(({ type }) => type === 'request');
  spy.close();
  await withdraw(asked.id);
  return { attempts: tries.attempts + 1, successes: tries.successes + Number(attached) };
});

attack('network', 'an old mute is sent again after the person has ended it', async () => {
  const mute = await anna.mute(verifier.clock.nowMs() + 3_600_000);
  await dealtWith({ type: 'mute', mute });
  await dealtWith({ type: 'mute', mute: await anna.mute(0) });
  return await tryEach({ 'the same bytes': mute, 'the twisted signature': twisted(mute) }, async (replayed) => {
    await dealtWith({ type: 'mute', mute: replayed });
    const { status, body } = await verifier.api.call<{ id: string }>('POST', '/v1/transactions', {
      subscriber: 'anna',
      application: 'vpn',
    });
    if (status === 201) await withdraw(body.id);
    return status !== 201;
  });
});

attack('network', 'a removal that was seen removes the account that took its place', async () => {
  const before = await pairActive(verifier.api, verifier.clock.nowMs(), 'carla');
  const removal = await before.removal();
  const old = await DeviceSocket.attached(before);
  await dealtWith({ type: 'remove', proof: removal }, old);
  old.close();
  const after = await pairActive(verifier.api, verifier.clock.nowMs(), 'carla');
  await dealtWith({ type: 'remove', proof: removal });
  return !(await verifier.api.accounts()).some(({ id }) => id === after.accountId);
});

attack('network', 'a pairing that was completed is completed again', async () => {
  await verifier.api.addSubscriber('dora');
  const issued = await verifier.api.pairingKey('dora');
  const device = await TestDevice.make(verifier.issuer);
  const message = await device.pairingMessage(parsePairingLink(issued.link).key);
  await device.take((await device.post(message)).text);
  await verifier.api.call('POST', `/v1/pairing-keys/${issued.id}/passcode`, { passcode: device.passcodeAt(verifier.clock.nowMs()) });
  const count = (await verifier.api.accounts()).length;
  const repeated = await device.post(message);
  return repeated.status === 200 || (await verifier.api.accounts()).length !== count;
});

attack('network', 'the protocol is talked down while the socket opens', async () => {
  const offers = { 'no subprotocol': [], 'an older one': ['deskfob.v0'], 'another case': ['DESKFOB.V1'], 'no version': ['deskfob'] };
  return await tryEach<string[]>(
    offers,
    async (offered) =>
      await new Promise((resolve) => {
        const plain = new WebSocket(anna.metadata.socket, offered);
        plain.on('open', () => {
          plain.terminate();
          resolve(true);
        });
        plain.on('error', () => resolve(false));
      }),
  );
});
