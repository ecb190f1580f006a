import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src/protocol/frames.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { attack } from './attack.ts';
import { tryEach } from './support/tryEach.ts';

/* One end sends without measure and reads nothing, so that the other keeps what it would say in memory until there is none left. */

let verifier: TestVerifier;

beforeAll(async () => {
  verifier = await startTestVerifier();
});
afterAll(async () => await verifier.dispose());

async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${verifier.port}/v1/socket`, SUBPROTOCOL);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

/** Whether the verifier has let so much through without closing the socket. */
async function isBorne(send: (socket: WebSocket) => void, times = 3_000): Promise<boolean> {
  const socket = await openSocket();
  const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(false)));
  for (let count = 0; count < times; count += 1) send(socket);
  // A frame that is answered, behind all the others.
  const answered = new Promise<boolean>((resolve) =>
    socket.on('message', (data: Buffer) => {
      if (data.includes('behind')) resolve(true);
    }),
  );
  if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"received","id":"behind"}');
  const borne = await Promise.race([closed, answered]);
  socket.terminate();
  return borne;
}

attack('network', 'the verifier is sent more on one socket than it must take, pings included', async () => {
  return await tryEach<(socket: WebSocket) => void>(
    {
      pings: (socket) => socket.ping('x'.repeat(125)),
      'frames that are none': (socket) => socket.send('x'),
      'proofs that are none': (socket) => socket.send('{"type":"remove","proof":"AAAA.AAAA.AAAA"}'),
      'deep frames': (socket) => socket.send('['.repeat(500)),
      'frames in many fragments': (socket) => {
        socket.send('x', { fin: false });
        socket.send('', { fin: true });
      },
    },
    isBorne,
  );
});

attack('network', 'the verifier is sent what is too large, binary, or no text', async () => {
  return await tryEach<string | Buffer>(
    { 'a large frame': 'x'.repeat(70_000), 'a binary frame': Buffer.from([1, 2, 3]) },
    async (frame) =>
      await isBorne((socket) => {
        if (typeof frame === 'string') socket.send(frame);
        else socket.send(frame, { binary: true });
      }, 1),
  );
});
