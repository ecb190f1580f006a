import { describe, expect, it } from 'vitest';
import { LateAnswers } from '../../../../src/main/requests/LateAnswers.ts';
import type { Attached } from '../../../../src/protocol/messages/attach.ts';
import { ACCOUNT, ISSUER, NOW } from '../../../vectors/samples.ts';
import { type InboxBench, idOf, inboxBench, outcomeOf, restarted, shown } from '../support/InboxBench.ts';

/** The sample request lives 60 s, and 60 s later its outcome should be known. */
const LATE = NOW + 120;

const lateAnswers = ({ inbox, accounts, clocks }: InboxBench): LateAnswers =>
  new LateAnswers(inbox, accounts, (issuer) => clocks.of(issuer).nowMs());

const reply = (change: Partial<Attached> = {}): Attached => ({
  v: 1,
  iss: ISSUER,
  aud: 'nonce',
  iat: LATE,
  accounts: [{ id: ACCOUNT, status: 'active', seq: 0 }],
  rejected: [],
  ...change,
});

async function answered(): Promise<{ bench: InboxBench; answers: Set<string> }> {
  const bench = await inboxBench();
  await bench.inbox.decide(await shown(bench, { exp: NOW + 60 }), 'approve', '042917');
  return { bench, answers: new Set(bench.inbox.undeliveredAnswers(ISSUER)) };
}

describe('LateAnswers', () => {
  it('asks for them to be sent again the moment they are late, and not before', async () => {
    const { bench, answers } = await answered();
    bench.clock.advance(118_000);
    expect([bench.late, lateAnswers(bench).of(ISSUER)]).toEqual([[], []]);
    bench.clock.advance(2_000);
    await expect.poll(() => bench.late).toEqual([ISSUER]);
    expect(lateAnswers(bench).of(ISSUER)).toEqual([{ account: bench.accounts.get('rec-anna'), answer: [...answers][0] }]);
    expect(lateAnswers(bench).of('https://other.example.org')).toEqual([]);
    bench.clock.advance(3_600_000);
    expect(bench.late).toEqual([ISSUER]);
  });

  it.each([
    ['of the verifier that has no word', {}, 'unknown'],
    ['that does not know the account', { accounts: [], rejected: [ACCOUNT] }, 'unknown'],
    ['of before', { iat: LATE - 1 }, undefined],
    ['that tells of an event to come', { accounts: [{ id: ACCOUNT, status: 'active', seq: 1 }] }, undefined],
    ['about other accounts', { accounts: [] }, undefined],
    ['of another verifier', { iss: 'https://other.example.org' }, undefined],
  ] as const)('after a reply %s the outcome is as it should be', async (_, change, outcome) => {
    const { bench, answers } = await answered();
    const { accounts = reply().accounts, rejected = [], ...rest } = change as Partial<Attached>;
    await lateAnswers(bench).heard(reply({ ...rest, accounts: [...accounts], rejected: [...rejected] }), answers);
    expect(outcomeOf(bench, idOf('req-1'))).toBe(outcome);
    expect(bench.inbox.undeliveredAnswers(ISSUER)).toEqual(outcome === undefined ? [...answers] : []);
  });

  it('gives up none that was not sent before the question', async () => {
    const { bench } = await answered();
    await lateAnswers(bench).heard(reply(), new Set(['another']));
    expect(outcomeOf(bench, idOf('req-1'))).toBeUndefined();
  });

  it('gives way to the word of the verifier, also when only a line of history is left', async () => {
    const { bench, answers } = await answered();
    await lateAnswers(bench).heard(reply(), answers);
    const again = await restarted(bench);
    const line = (): string | undefined => again.activity.lines().find(({ id }) => id === idOf('req-1'))?.outcome;
    expect(line()).toBe('unknown');
    await again.inbox.settle('rec-anna', 'req-1', 'approved');
    expect(line()).toBe('approved');
    await bench.inbox.settle('rec-anna', 'req-1', 'mismatch');
    expect(outcomeOf(bench, idOf('req-1'))).toBe('mismatch');
  });
});
