import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Answer } from '../../src/protocol/messages/answer.ts';
import { publicJwk } from '../../src/protocol/keys.ts';
import { messageHash } from '../../src/protocol/messageHash.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import type { TestDevice } from '../harness/verifier/TestDevice.ts';
import { attack } from './attack.ts';
import { forgedSignatures, misspelt } from './support/forgedSignatures.ts';
import { tryEach } from './support/tryEach.ts';

/* The network puts messages of its own on the socket of an honest device; the verifier must believe none of them. */

let verifier: TestVerifier;
let anna: TestDevice;
let bert: TestDevice;
let socket: DeviceSocket;

beforeAll(async () => {
  verifier = await startTestVerifier();
  await verifier.api.setApplication('vpn', { name: 'VPN', match: 'none', lifetimeSeconds: 300 });
  anna = await pairActive(verifier.api, verifier.clock.nowMs());
  bert = await pairActive(verifier.api, verifier.clock.nowMs(), 'bert');
  socket = await DeviceSocket.attached(anna, bert);
});
afterAll(async () => {
  socket.close();
  await verifier.dispose();
});

/** A sign-in that any approval would settle, since it asks for no number. */
async function askAnna(): Promise<{ id: string; jws: string; request: string }> {
  const { id } = await verifier.api.ask({ subscriber: 'anna', application: 'vpn' });
  const { jws, request } = await socket.nextRequest(anna);
  return { id, jws, request: request.jti };
}

async function approvalOf({ jws, request }: { jws: string; request: string }): Promise<Answer> {
  return {
    v: 1,
    iss: anna.accountId,
    aud: verifier.issuer,
    jti: randomBytes(16).toString('base64url'),
    request,
    requestHash: messageHash(jws),
    decision: 'approve',
    uv: 'none',
  };
}

/** Sends a frame and waits until the verifier has dealt with it. */
async function dealtWith(frame: object): Promise<void> {
  socket.sendText(JSON.stringify(frame));
  await socket.settledFrames();
}

async function settles(id: string, answer: string): Promise<boolean> {
  await dealtWith({ type: 'answer', answer });
  return (await verifier.api.transaction(id)).status !== 'open';
}

async function lives(device: TestDevice): Promise<boolean> {
  return (await verifier.api.accounts()).some(({ id }) => id === device.accountId);
}

/** Whether sign-ins still reach Anna's device. */
async function isReachable(): Promise<boolean> {
  const { status, body } = await verifier.api.call<{ id: string }>('POST', '/v1/transactions', { subscriber: 'anna', application: 'vpn' });
  if (status !== 201) return false;
  await verifier.api.call('POST', `/v1/transactions/${body.id}/cancel`);
  return true;
}

attack('network', 'an approval is signed by nobody, by a MAC over the public key, or by a key that the message brings along', async () => {
  const asked = await askAnna();
  const forged = await forgedSignatures('deskfob-answer+jwt', await approvalOf(asked), publicJwk(anna.deviceKey));
  const tries = await tryEach(forged, async (answer) => await settles(asked.id, answer));
  await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return tries;
});

attack('network', 'an answer that was seen is changed under its signature', async () => {
  const asked = await askAnna();
  const [header = '', payload = '', signature = ''] = (await anna.answer(asked.jws, 'deny')).split('.');
  const told = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const encoded = (value: string): string => Buffer.from(value).toString('base64url');
  const text = JSON.stringify(told);
  const tries = await tryEach(
    {
      'another decision': JSON.stringify({ ...told, decision: 'approve' }),
      'a second decision in front': text.replace('{', '{"decision":"approve",'),
      'a second decision behind': text.replace(/\}$/, ',"decision":"approve"}'),
      'another spelling': `${text} `,
    },
    async (changed) => await settles(asked.id, `${header}.${encoded(changed)}.${signature}`),
  );
  await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return tries;
});

attack('network', 'an answer that was seen is spelt in ways that some readers forgive', async () => {
  const asked = await askAnna();
  const answer = await anna.answer(asked.jws, 'approve');
  const tries = await tryEach(misspelt(answer), async (spelling) => await settles(asked.id, spelling));
  if (!(await settles(asked.id, answer))) throw new Error('even the one good spelling does not count');
  return tries;
});

attack('network', 'other messages that the device has signed are passed off as an answer, a removal or a mute', async () => {
  const asked = await askAnna();
  const signed = {
    proof: await anna.attachProof(socket.nonce, 0),
    answer: await anna.answer(asked.jws, 'approve'),
    removal: await anna.removal(),
    mute: await anna.mute(verifier.clock.nowMs() + 3_600_000),
  };
  const tries = await tryEach(
    {
      'a proof as an answer': { type: 'answer', answer: signed.proof },
      'a removal as an answer': { type: 'answer', answer: signed.removal },
      'a mute as an answer': { type: 'answer', answer: signed.mute },
      'an answer as a removal': { type: 'remove', proof: signed.answer },
      'a mute as a removal': { type: 'remove', proof: signed.mute },
      'a proof as a removal': { type: 'remove', proof: signed.proof },
      'an answer as a mute': { type: 'mute', mute: signed.answer },
      'a removal as a mute': { type: 'mute', mute: signed.removal },
    },
    async (frame) => {
      await dealtWith(frame);
      return (await verifier.api.transaction(asked.id)).status !== 'open' || !(await lives(anna)) || !(await isReachable());
    },
  );
  await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return tries;
});

attack('network', 'a removal is forged', async () => {
  const payload = { v: 1, iss: anna.accountId, aud: verifier.issuer, jti: 'forged-removal' };
  const forged = await forgedSignatures('deskfob-removal+jwt', payload, publicJwk(anna.deviceKey));
  return await tryEach(forged, async (proof) => {
    await dealtWith({ type: 'remove', proof });
    return !(await lives(anna));
  });
});

attack('network', 'a mute is forged', async () => {
  const payload = { v: 1, iss: anna.accountId, aud: verifier.issuer, jti: 'forged-mute', until: 253_402_300_799 };
  const forged = await forgedSignatures('deskfob-mute+jwt', payload, publicJwk(anna.deviceKey));
  return await tryEach(forged, async (mute) => {
    await dealtWith({ type: 'mute', mute });
    return !(await isReachable());
  });
});

attack('network', "an attach proof is forged, to read an account's requests", async () => {
  const spy = await DeviceSocket.open(anna);
  const payload = { v: 1, iss: anna.accountId, aud: verifier.issuer, nonce: spy.nonce, seq: 0 };
  const forged = await forgedSignatures('deskfob-attach+jwt', payload, publicJwk(anna.deviceKey));
  const asked = await askAnna();
  const tries = await tryEach(forged, async (proof) => {
    spy.sendText(JSON.stringify({ type: 'attach', nonce: 'n'.repeat(32), supports: [], proofs: [proof] }));
    const frames = await spy.settledFrames();
    return frames.some(({ type }) => type === 'request' || type === 'event');
  });
  spy.close();
  await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return tries;
});

attack('network', 'frames that are no messages change an account', async () => {
  const asked = await askAnna();
  const deep = '['.repeat(30_000) + ']'.repeat(30_000);
  const tries = await tryEach(
    {
      'an unsigned removal': JSON.stringify({ type: 'remove', account: anna.accountId, proof: { iss: anna.accountId } }),
      'an unsigned approval': JSON.stringify({ type: 'answer', answer: await approvalOf(asked) }),
      "the verifier's own frame": JSON.stringify({ type: 'event', event: asked.jws }),
      'the request as its own answer': JSON.stringify({ type: 'answer', answer: asked.jws }),
      'an error': JSON.stringify({ type: 'error', code: 'replaced', message: 'Go away.', id: anna.accountId }),
      'two types': `{"type":"received","type":"remove","id":"${asked.request}","proof":"${await anna.removal()}"}`,
      'deep arrays': deep,
      'a prototype': `{"__proto__":{"type":"remove","proof":"${await anna.removal()}"}}`,
      'a list of frames': JSON.stringify([{ type: 'remove', proof: await anna.removal() }]),
    },
    async (text) => {
      socket.sendText(text);
      await socket.settledFrames();
      return (await verifier.api.transaction(asked.id)).status !== 'open' || !(await lives(anna));
    },
  );
  await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return tries;
});

attack(
  'network',
  "another subscriber's device, rightly attached on the same socket, answers, mutes or removes in Anna's name",
  async () => {
    const asked = await askAnna();
    const foreign = { iss: anna.accountId };
    const tries = await tryEach(
      {
        'its own answer to her request': { type: 'answer', answer: await bert.answer(asked.jws, 'approve') },
        'an answer in her name': { type: 'answer', answer: await bert.answer(asked.jws, 'approve', undefined, foreign) },
        'an answer for another verifier': {
          type: 'answer',
          answer: await anna.answer(asked.jws, 'approve', undefined, { aud: 'https://verify.example.com' }),
        },
        'an answer to other bytes': {
          type: 'answer',
          answer: await anna.answer(asked.jws, 'approve', undefined, { requestHash: messageHash('other') }),
        },
      },
      async (frame) => {
        await dealtWith(frame);
        return (await verifier.api.transaction(asked.id)).status !== 'open' || !(await lives(anna));
      },
    );
    await verifier.api.call('POST', `/v1/transactions/${asked.id}/cancel`);
    return tries;
  },
);
