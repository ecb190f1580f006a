import { Agent } from 'node:http';
import { onTestFinished, vi } from 'vitest';
import type { ErrorCode } from '../../../../src/bridge/errors.ts';
import type { Account } from '../../../../src/main/accounts/Account.ts';
import { type ChannelParts, type ConnectionState, VerifierChannel } from '../../../../src/main/channel/VerifierChannel.ts';
import { CorrectedClock } from '../../../../src/main/time/CorrectedClock.ts';
import { FakeClock } from './FakeClock.ts';
import { account, NOW_MS } from './signing.ts';
import { PATIENCE, VerifierSide } from './VerifierSide.ts';

export interface ChannelBench {
  side: VerifierSide;
  clock: FakeClock;
  correctedClock: CorrectedClock;
  channel: VerifierChannel;
  /** What the rest of the app was told, in order. */
  told: string[];
  states: [ConnectionState, ErrorCode | undefined][];
  /** Waits for the state, moving the clock so that waits for a new connection end. */
  reaches(state: ConnectionState): Promise<void>;
}

/** A channel to a verifier that speaks on a real socket, with a hand-driven clock. */
export async function channelBench(change: Partial<ChannelParts> & { held?: Account[] } = {}): Promise<ChannelBench> {
  const side = await VerifierSide.start();
  const clock = new FakeClock(NOW_MS);
  const correctedClock = new CorrectedClock(clock);
  const agent = new Agent();
  const told: string[] = [];
  const states: [ConnectionState, ErrorCode | undefined][] = [];
  const channel = new VerifierChannel({
    clock,
    correctedClock,
    agent,
    refreshVerifier: async () => side.known,
    accounts: () => change.held ?? [account()],
    verifies: () => [],
    undelivered: () => ({ removals: [], answers: [] }),
    lateAnswers: () => [],
    mutes: () => [],
    onAttached: async ({ attached: { accounts } }) =>
      void told.push(`attached ${accounts.map(({ id, status }) => `${id} ${status}`).join()}`),
    onRequest: async (jws) => {
      told.push(`request ${jws.slice(0, 8)}`);
      return { type: 'received', id: 'req-1' };
    },
    onEvent: async (jws) => {
      told.push(`event ${jws.slice(0, 8)}`);
      return 'processed';
    },
    onState: (state, problem) => states.push([state, problem]),
    ...change,
  });
  onTestFinished(() => {
    channel.stop();
    agent.destroy();
  });
  channel.start();
  const reaches = async (state: ConnectionState): Promise<void> => {
    await vi.waitFor(() => {
      if (states.at(-1)?.[0] !== state) throw new Error(`not ${state}: ${JSON.stringify(states)}`);
    }, PATIENCE);
  };
  return { side, clock, correctedClock, channel, told, states, reaches };
}
