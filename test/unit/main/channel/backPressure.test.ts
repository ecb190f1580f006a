import { once } from 'node:events';
import { Agent } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FrameQueue } from '../../../../src/main/channel/FrameQueue.ts';
import { channelBench } from '../support/channelBench.ts';
import { signRequest } from '../support/signing.ts';
import { PATIENCE } from '../support/VerifierSide.ts';

/** Two ends of a real socket. */
async function pair(): Promise<{ near: WebSocket; far: WebSocket }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const near = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'open')])) as [[WebSocket], unknown];
  onTestFinished(() => {
    near.terminate();
    far.terminate();
    server.close();
  });
  return { near, far };
}

describe('FrameQueue', () => {
  it('stops reading while frames wait, and hands on every one in order when it goes on', async () => {
    const { near, far } = await pair();
    const gate = Promise.withResolvers<void>();
    const handled: number[] = [];
    let arrived = 0;
    let resumed = 0;
    const frames = new FrameQueue(near, Promise.resolve(), () => (resumed += 1));
    near.on('message', (data: Buffer) => {
      arrived += 1;
      frames.add(async () => {
        await gate.promise;
        handled.push(data.readUInt32BE());
      });
    });
    const frame = (n: number): Buffer => {
      const bytes = Buffer.alloc(16_384);
      bytes.writeUInt32BE(n);
      return bytes;
    };
    for (let n = 0; n < 2_000; n += 1) far.send(frame(n));
    await vi.waitFor(() => expect(near.isPaused).toBe(true), PATIENCE);
    // What was read from the wire already still comes: less than another chunk of the stream.
    expect(arrived).toBeLessThan(64 + 16);
    expect(handled).toEqual([]);
    gate.resolve();
    await vi.waitFor(() => expect(handled).toHaveLength(2_000), PATIENCE);
    expect(handled).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
    expect(near.isPaused).toBe(false);
    expect(resumed).toBeGreaterThan(0);
  });

  it('begins only when the work of the socket before is done', async () => {
    const { near } = await pair();
    const before = Promise.withResolvers<void>();
    const order: string[] = [];
    const work = before.promise.then(() => void order.push('before'));
    const frames = new FrameQueue(near, work, () => {});
    frames.add(async () => void order.push('frame'));
    before.resolve();
    await frames.idle;
    expect(order).toEqual(['before', 'frame']);
  });
});

describe('VerifierChannel: a verifier that sends faster than requests are kept', () => {
  it('is not read meanwhile, and is answered for every request afterwards', async () => {
    const { agent, sockets } = watchedAgent();
    const gate = Promise.withResolvers<void>();
    let kept = 0;
    const bench = await channelBench({
      agent,
      onRequest: async () => {
        await gate.promise;
        kept += 1;
        return { type: 'received', id: `req-${kept}` };
      },
    });
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    const request = await signRequest({ message: 'x'.repeat(200) });
    for (let n = 0; n < 10_000; n += 1) peer.send({ type: 'request', request });
    const socket = sockets.at(-1);
    await vi.waitFor(() => expect(socket?.isPaused()).toBe(true), PATIENCE);
    // The rest waits in the verifier's own memory.
    expect(peer.socket.bufferedAmount).toBeGreaterThan(4 * 1024 * 1024);
    expect(socket?.bytesRead).toBeLessThan(1024 * 1024);
    expect(kept).toBe(0);
    gate.resolve();
    expect(await peer.next('received', 10_000)).toHaveLength(10_000);
    expect(socket?.isPaused()).toBe(false);
    expect(bench.states.at(-1)?.[0]).toBe('online');
  });

  it('is not taken for silent because it was not read', async () => {
    const { agent, sockets } = watchedAgent();
    const gate = Promise.withResolvers<void>();
    const bench = await channelBench({
      agent,
      onRequest: async () => {
        await gate.promise;
        return { type: 'received', id: 'req-1' };
      },
    });
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    peer.send({ type: 'request', request: await signRequest() });
    for (let n = 0; n < 100; n += 1) peer.send({ type: 'error', code: 'unavailable', message: '' });
    const socket = sockets.at(-1);
    await vi.waitFor(() => expect(socket?.isPaused()).toBe(true), PATIENCE);
    bench.clock.advance(50_000);
    gate.resolve();
    await vi.waitFor(() => expect(socket?.isPaused()).toBe(false), PATIENCE);
    bench.clock.advance(50_000);
    expect(bench.states.at(-1)?.[0]).toBe('online');
  });
});

describe('VerifierChannel: a verifier that reads nothing', () => {
  it('is left once 4 MiB wait for it, not sooner, and is connected to anew', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    peer.socket.pause();
    const answer = `ey${'x'.repeat(100)}.ey${'y'.repeat(4000)}.${'A'.repeat(86)}`;
    let said = 0;
    // The system's own buffers take some MiB before anything waits.
    while (bench.states.at(-1)?.[0] === 'online' && said < 20_000) {
      bench.channel.sendAnswer(answer);
      said += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await bench.reaches('offline');
    expect(said * answer.length).toBeGreaterThan(4 * 1024 * 1024);
    bench.clock.advance(20_000);
    const next = await bench.side.peer(2);
    await next.attach();
    await bench.reaches('online');
    bench.channel.sendAnswer(answer);
    expect(await next.next('answer')).toMatchObject([{ answer: answer }]);
  });
});

/** An agent whose sockets can be looked at. */
function watchedAgent(): { agent: Agent; sockets: Socket[] } {
  const sockets: Socket[] = [];
  const agent = new Agent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as Socket;
    sockets.push(socket);
    return socket;
  };
  onTestFinished(() => agent.destroy());
  return { agent, sockets };
}
