import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src/protocol/frames.ts';
import type { Rate } from '../../src/verifier/RateLimiter.ts';
import { SOCKET_RATES } from '../../src/verifier/socket/socketRates.ts';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { attack } from './attack.ts';

/* What one network may do in all, however many sockets it spreads it over; and that frames count before they are looked at. */

/** So many, and none again while a test runs. */
const only = (burst: number): Rate => ({ burst, perMs: 1e12 });
const OPEN_SOCKETS = 4;
const SOCKETS = 10;
const FRAMES = 20;

let narrow: TestVerifier;
let strict: TestVerifier;

beforeAll(async () => {
  const frames = { framesPerAddress: only(FRAMES), framesPerSocket: only(1e9) };
  [narrow, strict] = await Promise.all([
    startTestVerifier({ socketRates: { ...SOCKET_RATES, ...frames, openSockets: OPEN_SOCKETS, sockets: only(SOCKETS) } }),
    startTestVerifier({ socketRates: { ...SOCKET_RATES, framesPerSocket: only(1) } }),
  ]);
});
afterAll(async () => {
  for (const verifier of [narrow, strict]) await verifier.dispose();
});

/** Undefined when it was refused. */
async function open(verifier: TestVerifier): Promise<WebSocket | undefined> {
  const socket = new WebSocket(`ws://127.0.0.1:${verifier.port}/v1/socket`, SUBPROTOCOL);
  socket.on('error', () => {});
  return await new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('close', () => resolve(undefined));
  });
}

async function close(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.terminate();
  await closed;
}

attack('network', 'the verifier is sent more frames by one network, over several sockets, than it must take', async () => {
  const sockets = (await Promise.all([1, 2, 3].map(async () => await open(narrow)))).filter((socket) => socket !== undefined);
  if (sockets.length !== 3) throw new Error('the sockets do not open');
  let answered = 0;
  const ended = sockets.map(async (socket) => {
    socket.on('message', (data: Buffer) => {
      if (data.includes('"malformed"')) answered += 1;
    });
    await new Promise((resolve) => socket.once('close', resolve));
  });
  for (let count = 0; count < FRAMES; count += 1) for (const socket of sockets) socket.send('x');
  await Promise.all(ended);
  if (answered === 0) throw new Error('not one frame was taken');
  return { attempts: sockets.length * FRAMES, successes: Math.max(answered - FRAMES, 0) };
});

attack('network', 'one network holds more sockets than it may, or opens more', async () => {
  const held: WebSocket[] = [];
  for (let tries = 0; tries < OPEN_SOCKETS + 2; tries += 1) {
    const socket = await open(narrow);
    if (socket !== undefined) held.push(socket);
  }
  const heldBeyond = Math.max(held.length - OPEN_SOCKETS, 0);
  for (const socket of held) await close(socket);
  // Three were opened by the attack before.
  let opened = 3 + held.length;
  for (let tries = 0; tries < SOCKETS; tries += 1) {
    const socket = await open(narrow);
    if (socket === undefined) continue;
    opened += 1;
    await close(socket);
  }
  if (opened < SOCKETS) throw new Error('fewer were opened than may be');
  return { attempts: 2 * SOCKETS, successes: heldBeyond + opened - SOCKETS };
});

attack('network', 'a frame beyond the limit is looked at because its signature is good', async () => {
  const device = await pairActive(strict.api, strict.clock.nowMs());
  const socket = new WebSocket(`ws://127.0.0.1:${strict.port}/v1/socket`, SUBPROTOCOL);
  const heard: string[] = [];
  const nonce = await new Promise<string>((resolve) =>
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      resolve((JSON.parse(heard[0] ?? '') as { nonce: string }).nonce);
    }),
  );
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send('x');
  const proofs = [await device.attachProof(nonce, 0)];
  socket.send(JSON.stringify({ type: 'attach', nonce: randomBytes(32).toString('base64url'), supports: [], proofs }));
  // On one that did count it late, this would come after the answer, and end it.
  for (let count = 0; count < 3; count += 1) socket.send('x');
  await closed;
  const wasAttached = heard.some((text) => text.includes('"attached"'));
  // The same proof is good where it is the first.
  await DeviceSocket.attached(device).then((good) => good.close());
  return wasAttached;
});
