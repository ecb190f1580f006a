import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Channels } from '../../../../src/main/channel/Channels.ts';
import { VerifierChannel } from '../../../../src/main/channel/VerifierChannel.ts';
import { CorrectedClock } from '../../../../src/main/time/CorrectedClock.ts';
import { NONCE } from '../../../vectors/samples.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { account, signRequest } from '../support/signing.ts';
import { VerifierSide } from '../support/VerifierSide.ts';

const JWS = await signRequest();

async function bench(): Promise<{ channels: Channels; made: string[]; side: VerifierSide }> {
  const side = await VerifierSide.start();
  const made: string[] = [];
  const clock = new FakeClock();
  const agent = new Agent();
  const channels = new Channels((issuer) => {
    made.push(issuer);
    return new VerifierChannel({
      clock,
      correctedClock: new CorrectedClock(clock),
      agent,
      refreshVerifier: async () => side.known,
      accounts: () => [account({ issuer })],
      verifies: () => [],
      undelivered: () => ({ removals: [], answers: [] }),
      lateAnswers: () => [],
      mutes: () => [],
      onAttached: async () => {},
      onRequest: async () => ({ type: 'received', id: 'x' }),
      onEvent: async () => 'processed',
      onState: (state) => channels.noteStatus(issuer, { state }),
    });
  });
  onTestFinished(() => {
    channels.stopAll();
    agent.destroy();
  });
  return { channels, made, side };
}

describe('Channels', () => {
  it('keeps one channel for each verifier that is needed, and ends those that are not', async () => {
    const { channels, made, side } = await bench();
    channels.keep(new Set(['https://a.example']));
    channels.keep(new Set(['https://a.example', 'https://b.example']));
    expect(made).toEqual(['https://a.example', 'https://b.example']);
    const [first, second] = [await side.peer(1), await side.peer(2)];
    channels.keep(new Set());
    await first.closed();
    await second.closed();
    expect(channels.status('https://a.example')).toEqual({ state: 'connecting' });
  });

  it('tells each channel’s own state', async () => {
    const { channels } = await bench();
    channels.noteStatus('https://a.example', { state: 'offline', problem: 'verifier-slow' });
    expect(channels.status('https://a.example')).toEqual({ state: 'offline', problem: 'verifier-slow' });
    expect(channels.status('https://b.example')).toEqual({ state: 'connecting' });
  });

  it('sends each verifier what is for it alone', async () => {
    const { channels, side } = await bench();
    channels.keep(new Set(['https://a.example', 'https://b.example']));
    const peers = [await side.peer(1), await side.peer(2)];
    for (const peer of peers) peer.send({ type: 'hello', nonce: NONCE });
    for (const peer of peers) await peer.next('attach');
    channels.sendAnswer('https://a.example', JWS);
    channels.sendRemoval('https://b.example', JWS);
    channels.sendAnswer('https://c.example', JWS);
    await Promise.race(peers.map(async (peer) => await peer.next('answer')));
    await Promise.race(peers.map(async (peer) => await peer.next('remove')));
    expect(peers.map(({ frames }) => frames.length)).toEqual([2, 2]);
  });

  it('connects all of them anew after sleep', async () => {
    const { channels, side } = await bench();
    channels.keep(new Set(['https://a.example', 'https://b.example']));
    await side.peer(2);
    channels.restartAll();
    await side.peer(4);
    expect(side.peers).toHaveLength(4);
  });
});
