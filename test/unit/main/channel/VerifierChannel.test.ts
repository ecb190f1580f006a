import { describe, expect, it, vi } from 'vitest';
import { ProtocolError } from '../../../../src/protocol/ProtocolError.ts';
import { ACCOUNT, APP_NONCE, ISSUER, KEYS, NONCE, NOW } from '../../../vectors/samples.ts';
import { channelBench } from '../support/channelBench.ts';
import { account, sign, signEvent, signRequest } from '../support/signing.ts';
import { readProofs, signAttached } from '../support/VerifierSide.ts';

describe('VerifierChannel: attaching', () => {
  it('proves its accounts over the verifier’s nonce, and is online with the signed reply', async () => {
    const bench = await channelBench({ held: [account({ eventSeq: 4 })] });
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    const [attach] = await peer.next('attach');
    expect(await readProofs(attach)).toEqual([{ v: 1, iss: ACCOUNT, aud: ISSUER, nonce: NONCE, seq: 4 }]);
    expect(bench.states.at(-1)).toEqual(['connecting', undefined]);
    peer.send({ type: 'attached', reply: await signAttached(attach?.nonce ?? '') });
    await bench.reaches('online');
    expect(bench.told).toEqual([`attached ${ACCOUNT} active`]);
  });

  it('learns the time from the reply', async () => {
    const bench = await channelBench();
    await (await bench.side.peer()).attach({ iat: NOW + 600 });
    await bench.reaches('online');
    expect(bench.correctedClock.offsetMs).toBeGreaterThan(599_000);
  });

  it('attaches 120 accounts in three frames, and is online when every one has its reply', async () => {
    const held = Array.from({ length: 120 }, (_, n) => account({ recordId: `rec-${n}`, id: `acct_${n}` }));
    const bench = await channelBench({ held });
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    const frames = await peer.next('attach', 3);
    expect(frames.map(({ proofs }) => proofs.length)).toEqual([50, 50, 20]);
    expect(new Set(frames.map(({ nonce }) => nonce)).size).toBe(3);
    for (const [index, { nonce }] of frames.entries()) {
      expect(bench.states.at(-1)?.[0]).toBe('connecting');
      peer.send({ type: 'attached', reply: await signAttached(nonce) });
      await vi.waitFor(() => expect(bench.told).toHaveLength(index + 1));
    }
    await bench.reaches('online');
  });

  it('proves no account whose secrets are gone', async () => {
    const { secrets: _, ...gone } = account({ recordId: 'gone', id: 'acct_gone', state: 'removed' });
    const bench = await channelBench({ held: [gone, account()] });
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    expect((await readProofs((await peer.next('attach'))[0])).map(({ iss }) => iss)).toEqual([ACCOUNT]);
  });

  it('attaches an account paired since on the open socket', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    await bench.channel.attach([account({ recordId: 'new', id: 'acct_new' })]);
    expect((await readProofs((await peer.next('attach', 2))[1]))[0]).toMatchObject({ iss: 'acct_new', nonce: NONCE });
  });

  it('ignores replies to questions it has not asked, forged ones, and another issuer’s', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    const nonce = (await peer.next('attach'))[0]?.nonce ?? '';
    const payload = {
      v: 1,
      iss: ISSUER,
      aud: nonce,
      iat: NOW + 9_999,
      accounts: [{ id: ACCOUNT, status: 'suspended', seq: 0 }],
      rejected: [],
    };
    const [header = '', , signature = ''] = (await signAttached(nonce)).split('.');
    const replies = [
      await signAttached(APP_NONCE, { iat: NOW + 9_999 }),
      await signAttached(nonce, { iss: 'https://other.example.org' }),
      `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`,
      await sign('deskfob-event+jwt', payload),
    ];
    for (const reply of replies) peer.send({ type: 'attached', reply });
    peer.send({ type: 'attached', reply: await signAttached(nonce) });
    await bench.reaches('online');
    expect(bench.told).toEqual([`attached ${ACCOUNT} active`]);
    expect(Math.abs(bench.correctedClock.offsetMs ?? 0)).toBeLessThan(1_000);
  });

  it('takes a reply once: a repeat changes neither state nor time', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    const reply = await signAttached((await peer.next('attach'))[0]?.nonce ?? '');
    peer.send({ type: 'attached', reply });
    await bench.reaches('online');
    bench.clock.advance(10_000);
    peer.send({ type: 'attached', reply });
    peer.send({ type: 'request', request: await signRequest() });
    await peer.next('received');
    expect(bench.told.filter((line) => line.startsWith('attached'))).toHaveLength(1);
    expect(bench.correctedClock.nowMs()).toBe(bench.clock.nowMs());
  });

  it('comes back to look for new keys when a stranger’s key signs the reply', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    const nonce = (await peer.next('attach'))[0]?.nonce ?? '';
    const forged = await sign(
      'deskfob-attached+jwt',
      { v: 1, iss: ISSUER, aud: nonce, iat: NOW, accounts: [{ id: ACCOUNT, status: 'suspended', seq: 0 }], rejected: [] },
      KEYS.stranger,
    );
    peer.send({ type: 'attached', reply: forged });
    await bench.reaches('offline');
    expect(bench.states.at(-1)).toEqual(['offline', 'verifier-invalid']);
    expect(bench.told).toEqual([]);
    bench.clock.advance(1_000);
    await bench.side.peer(2);
  });
});

describe('VerifierChannel: frames', () => {
  it('hands requests and events on in the order they came, however long each takes', async () => {
    const order: string[] = [];
    const slow = async (what: string, ms: number): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      order.push(what);
    };
    const bench = await channelBench({
      onRequest: async () => {
        await slow('request', 30);
        return { type: 'received', id: 'req-1' };
      },
      onEvent: async () => {
        await slow('event', 0);
        return 'processed';
      },
    });
    const peer = await bench.side.peer();
    peer.send({ type: 'request', request: await signRequest() });
    peer.send({ type: 'event', event: await signEvent(1, { event: 'suspended' }) });
    await vi.waitFor(() => expect(order).toEqual(['request', 'event']));
  });

  it('says received only when the request is safe, and says what went wrong else', async () => {
    const answers = [
      { type: 'received' as const, id: 'req-1' },
      { type: 'error' as const, code: 'conflict' as const, id: 'req-1' },
    ];
    const bench = await channelBench({ onRequest: async () => answers.shift() ?? { type: 'received', id: 'none' } });
    const peer = await bench.side.peer();
    for (let n = 0; n < 2; n += 1) peer.send({ type: 'request', request: await signRequest() });
    await peer.next('error');
    expect(peer.frames).toMatchObject([
      { type: 'received', id: 'req-1' },
      { type: 'error', code: 'conflict', id: 'req-1' },
    ]);
  });

  it('changes nothing on an unsigned error', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    for (const code of ['replaced', 'not-attached', 'unavailable', 'unknown-request'])
      peer.send({ type: 'error', code, message: 'go away', id: 'req-1' });
    peer.send({ type: 'request', request: await signRequest() });
    await peer.next('received');
    expect(bench.states.at(-1)?.[0]).toBe('online');
    expect(bench.told).toHaveLength(2);
  });

  it('answers what it cannot read with an error, and stays', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    for (const text of [
      '',
      'null',
      '[]',
      '{"type":"hello"}',
      '{"type":"hello","nonce":"short"}',
      '{"type":"request","request":"a","request":"b"}',
    ])
      peer.socket.send(text);
    peer.send({ type: 'dance' });
    const errors = await peer.next('error', 7);
    expect(errors.map(({ code }) => code)).toEqual([...Array.from({ length: 6 }, () => 'malformed'), 'unsupported']);
    await peer.attach();
    await bench.reaches('online');
  });

  it('drops a request that is not to be believed, without a receipt', async () => {
    const bench = await channelBench({
      onRequest: async () => {
        throw new ProtocolError('bad-signature', 'no');
      },
    });
    const peer = await bench.side.peer();
    peer.send({ type: 'request', request: await signRequest() });
    await peer.attach();
    await bench.reaches('online');
    expect(peer.frames.map(({ type }) => type)).toEqual(['attach']);
  });

  it('leaves without a receipt when its own disk fails, so that the request comes again', async () => {
    const bench = await channelBench({
      onRequest: async () => {
        throw new Error('disk full');
      },
    });
    const peer = await bench.side.peer();
    peer.send({ type: 'request', request: await signRequest() });
    await bench.reaches('offline');
    await peer.closed();
    expect(peer.frames).toEqual([]);
    expect(bench.states.at(-1)).toEqual(['offline', 'internal']);
  });

  it('closes on a binary frame and on one above 64 KiB', async () => {
    const bench = await channelBench();
    const first = await bench.side.peer();
    first.socket.send(Buffer.from('{"type":"hello"}'), { binary: true });
    await first.closed();
    expect(first.closeCode).toBe(4400);
    bench.clock.advance(15_000);
    const second = await bench.side.peer(2);
    second.socket.send('x'.repeat(65_537));
    await second.closed();
    expect(second.closeCode).toBe(1009);
  });
});

describe('VerifierChannel: coming back', () => {
  it('comes back after a loss, attaches anew and sends the same answers', async () => {
    const bench = await channelBench({ undelivered: () => ({ removals: [], answers: [ANSWER] }) });
    const first = await bench.side.peer();
    await first.attach();
    expect(await first.next('answer')).toEqual([{ type: 'answer', answer: ANSWER }]);
    first.socket.terminate();
    await bench.reaches('offline');
    expect(bench.clock.waitingMs[0]).toBeLessThanOrEqual(1_000);
    bench.clock.advance(1_000);
    const second = await bench.side.peer(2);
    await second.attach();
    expect(await second.next('answer')).toEqual([{ type: 'answer', answer: ANSWER }]);
  });

  it('asks after a late answer when it has sent it, once on each socket', async () => {
    const replies: string[][] = [];
    const bench = await channelBench({
      undelivered: () => ({ removals: [], answers: [ANSWER] }),
      lateAnswers: () => [{ account: account(), answer: ANSWER }],
      onAttached: async ({ after }) => void replies.push([...after]),
    });
    for (const count of [1, 2]) {
      const peer = await bench.side.peer(count);
      await peer.attach();
      const [, question] = await peer.next('attach', 2);
      expect(peer.frames.map(({ type }) => type)).toEqual(['attach', 'answer', 'attach']);
      peer.send({ type: 'attached', reply: await signAttached(question?.nonce ?? '') });
      await peer.next('answer', 2);
      await bench.channel.sayAgain();
      await peer.next('answer', 3);
      expect(peer.frames.filter(({ type }) => type === 'attach')).toHaveLength(2);
      peer.socket.terminate();
      await bench.reaches('offline');
      bench.clock.advance(1_000);
    }
    expect(replies).toEqual([[], [ANSWER], [], [ANSWER]]);
  });

  it('sends no answer before its account is attached', async () => {
    const bench = await channelBench({ undelivered: () => ({ removals: [], answers: [ANSWER] }) });
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    await peer.next('attach');
    expect(peer.frames.map(({ type }) => type)).toEqual(['attach']);
  });

  it('delivers farewells at once, also when no account is left to attach', async () => {
    const bench = await channelBench({ held: [], undelivered: () => ({ removals: [ANSWER], answers: [] }) });
    const peer = await bench.side.peer();
    peer.send({ type: 'hello', nonce: NONCE });
    expect(await peer.next('remove')).toEqual([{ type: 'remove', proof: ANSWER }]);
  });

  it('does not pester a verifier that never confirms a farewell, and still connects at once for a new account', async () => {
    const held: ReturnType<typeof account>[] = [];
    const bench = await channelBench({ held, undelivered: () => ({ removals: [ANSWER], answers: [] }) });
    const first = await bench.side.peer();
    first.send({ type: 'hello', nonce: NONCE });
    await first.next('remove');
    first.socket.terminate();
    await bench.reaches('offline');
    expect(bench.clock.waitingMs).toEqual([3_600_000]);
    held.push(account());
    await bench.channel.attach(held);
    const second = await bench.side.peer(2);
    await second.attach();
    await bench.reaches('online');
  });

  it('waits longer after every failure, never more than 15 s, and from the start again once it was online', async () => {
    let reachable = false;
    const bench = await channelBench({
      refreshVerifier: async () => {
        if (!reachable) throw new Error('no way');
        return bench.side.known;
      },
    });
    for (let failures = 1; failures <= 7; failures += 1) {
      await vi.waitFor(() => expect(bench.states.filter(([state]) => state === 'offline')).toHaveLength(failures));
      expect(bench.clock.waitingMs[0]).toBeLessThanOrEqual(Math.min(15_000, 1_000 * 2 ** (failures - 1)));
      reachable = failures === 7;
      bench.clock.advance(15_000);
    }
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    peer.socket.terminate();
    await bench.reaches('offline');
    expect(bench.clock.waitingMs[0]).toBeLessThanOrEqual(1_000);
  });

  it('takes a silent socket for dead, and a pinged one for alive', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    bench.clock.advance(50_000);
    const before = bench.clock.waitingMs[0] ?? 0;
    peer.socket.ping();
    await vi.waitFor(() => expect(bench.clock.waitingMs[0]).toBeGreaterThan(before));
    bench.clock.advance(59_999);
    expect(bench.states.at(-1)?.[0]).toBe('online');
    bench.clock.advance(1);
    expect(bench.states.at(-1)).toEqual(['offline', 'verifier-slow']);
    bench.clock.advance(1_000);
    await bench.side.peer(2);
  });

  it('connects at once when it is restarted, and leaves the old socket', async () => {
    const bench = await channelBench();
    const first = await bench.side.peer();
    await first.attach();
    await bench.reaches('online');
    bench.channel.restart();
    await (await bench.side.peer(2)).attach();
    await bench.reaches('online');
    await first.closed();
    expect(bench.side.peers).toHaveLength(2);
  });

  it('attaches anew when events are missing', async () => {
    const results = ['gap', 'processed'] as const;
    let count = 0;
    const bench = await channelBench({ onEvent: async () => results[count++] ?? 'processed' });
    const first = await bench.side.peer();
    await first.attach();
    first.send({ type: 'event', event: await signEvent(2, { event: 'resumed' }) });
    const second = await bench.side.peer(2);
    await second.attach();
    await bench.reaches('online');
    second.send({ type: 'event', event: await signEvent(1, { event: 'suspended' }) });
    await vi.waitFor(() => expect(count).toBe(2));
    expect(bench.side.peers).toHaveLength(2);
  });

  it('is not disturbed by what an earlier connection still has to say', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let attached = 0;
    const bench = await channelBench({
      onAttached: async () => {
        attached += 1;
        if (attached === 1) await held;
      },
    });
    await (await bench.side.peer()).attach();
    await vi.waitFor(() => expect(attached).toBe(1));
    bench.channel.restart();
    const second = await bench.side.peer(2);
    release();
    await second.attach();
    await bench.reaches('online');
    expect(bench.states.filter(([state]) => state !== 'connecting')).toEqual([['online', undefined]]);
  });

  it('stays away once it is stopped', async () => {
    const bench = await channelBench();
    const peer = await bench.side.peer();
    await peer.attach();
    await bench.reaches('online');
    bench.channel.stop();
    peer.socket.ping();
    await peer.closed();
    bench.clock.advance(120_000);
    expect(bench.side.peers).toHaveLength(1);
    expect(bench.states.at(-1)?.[0]).toBe('online');
    expect(bench.clock.waitingMs).toEqual([]);
  });
});

const ANSWER = await signRequest();
