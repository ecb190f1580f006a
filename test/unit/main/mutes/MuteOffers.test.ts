import { describe, expect, it, vi } from 'vitest';
import type { Activity } from '../../../../src/main/activity/Activity.ts';
import { MuteOffers } from '../../../../src/main/mutes/MuteOffers.ts';
import { Mutes } from '../../../../src/main/mutes/Mutes.ts';
import { muteSpanMs } from '../../../../src/main/mutes/muteSpan.ts';
import { vaultOn } from '../support/folders.ts';
import { idOf, type InboxBench, inboxBench, outcomeOf, receive, restarted, shown } from '../support/InboxBench.ts';
import { account } from '../support/signing.ts';

const MINUTE_MS = 60_000;

async function offersOf({ disk, inbox, activity, accounts, clock }: InboxBench): Promise<{ offers: MuteOffers; mutes: Mutes }> {
  const mutes = new Mutes({ vault: await vaultOn(disk), accounts, verifierNowMs: () => clock.nowMs(), onChange: () => {} });
  return { offers: new MuteOffers({ accounts, inbox, activity, mutes, clock }), mutes };
}

/** A request that ends in this way. */
async function ends(bench: InboxBench, jti: string, outcome: Activity['outcome']): Promise<void> {
  const seconds = Math.floor(bench.clock.nowMs() / 1000);
  const life = { jti, iat: seconds, exp: seconds + 60 };
  if (outcome === 'missed') {
    await receive(bench, life);
    bench.clock.advance(61_000);
    await vi.waitUntil(() => outcomeOf(bench, idOf(jti)) === 'missed');
    return;
  }
  const id = await shown(bench, life);
  if (outcome === 'approved') await bench.inbox.decide(id, 'approve', '042917');
  else if (outcome !== 'elsewhere' && outcome !== 'cancelled') await bench.inbox.decide(id, outcome === 'reported' ? 'report' : 'deny');
  await bench.inbox.settle('rec-anna', jti, outcome ?? 'cancelled');
  expect(outcomeOf(bench, id)).toBe(outcome);
}

function counts(offers: MuteOffers): Map<string, number> {
  return new Map([...offers.current()].map(([id, { count }]) => [id, count]));
}

describe('a mute is offered', () => {
  it('after three requests in ten minutes that were denied, reported or missed', async () => {
    const bench = await inboxBench();
    const { offers } = await offersOf(bench);
    await ends(bench, 'a', 'denied');
    await ends(bench, 'b', 'reported');
    expect(offers.current()).toEqual(new Map());
    await ends(bench, 'c', 'missed');
    expect(counts(offers)).toEqual(new Map([['rec-anna', 3]]));
    // It says itself when that is too long ago.
    const { untilMs = 0 } = offers.current().get('rec-anna') ?? {};
    bench.clock.advance(untilMs - bench.clock.nowMs() - 1);
    expect(counts(offers)).toEqual(new Map([['rec-anna', 3]]));
    bench.clock.advance(1);
    expect(counts(offers)).toEqual(new Map());
  });

  it('also when the app was started again meanwhile, and when the verifier has not spoken yet', async () => {
    const bench = await inboxBench();
    await ends(bench, 'a', 'denied');
    await ends(bench, 'b', 'missed');
    const again = await restarted(bench);
    const { offers } = await offersOf(again);
    expect(offers.current()).toEqual(new Map());
    const seconds = Math.floor(again.clock.nowMs() / 1000);
    await again.inbox.decide(await shown(again, { jti: 'c', iat: seconds, exp: seconds + 60 }), 'deny');
    expect(again.inbox.requests().find(({ id }) => id === idOf('c'))?.ended).toBeUndefined();
    expect(counts(offers)).toEqual(new Map([['rec-anna', 3]]));
  });

  it('also when the person wants no history to be kept', async () => {
    const bench = await inboxBench();
    const { mutes } = await offersOf(bench);
    for (const jti of ['a', 'b', 'c']) await ends(bench, jti, 'denied');
    const { accounts, inbox, clock } = bench;
    expect(counts(new MuteOffers({ accounts, inbox, activity: { lines: () => [] }, mutes, clock }))).toEqual(new Map([['rec-anna', 3]]));
  });

  it('never for what the person approved, answered elsewhere, or what was taken back', async () => {
    const bench = await inboxBench();
    const { offers } = await offersOf(bench);
    for (const [jti, outcome] of [
      ['a', 'approved'],
      ['b', 'elsewhere'],
      ['c', 'cancelled'],
      ['d', 'denied'],
      ['e', 'denied'],
    ] as const)
      await ends(bench, jti, outcome);
    expect(offers.current()).toEqual(new Map());
  });

  it('no longer than ten minutes after', async () => {
    const bench = await inboxBench();
    const { offers } = await offersOf(bench);
    for (const jti of ['a', 'b', 'c']) await ends(bench, jti, 'denied');
    bench.clock.advance(10 * MINUTE_MS);
    expect(offers.current()).toEqual(new Map());
  });

  it('after an answer only when there are three more', async () => {
    const bench = await inboxBench();
    const { offers } = await offersOf(bench);
    for (const jti of ['a', 'b', 'c']) await ends(bench, jti, 'denied');
    offers.answered(account());
    bench.clock.advance(1);
    expect(offers.current()).toEqual(new Map());
    for (const jti of ['d', 'e']) await ends(bench, jti, 'denied');
    expect(offers.current()).toEqual(new Map());
    await ends(bench, 'f', 'denied');
    expect(counts(offers)).toEqual(new Map([['rec-anna', 3]]));
  });

  it('not for an account that is muted, or that does not work', async () => {
    const bench = await inboxBench();
    const { offers, mutes } = await offersOf(bench);
    for (const jti of ['a', 'b', 'c']) await ends(bench, jti, 'denied');
    await mutes.change(account(), MINUTE_MS);
    expect(offers.current()).toEqual(new Map());
    await mutes.change(account(), 0);
    expect(offers.current().size).toBe(1);
    await bench.accounts.save(account({ state: 'suspended' }));
    expect(offers.current()).toEqual(new Map());
  });
});

describe('muteSpanMs', () => {
  it('knows quarters, hours, and the next morning of this computer', () => {
    const evening = new Date(2026, 10, 28, 22, 10).getTime();
    expect(muteSpanMs('quarter-hour', evening)).toBe(15 * MINUTE_MS);
    expect(muteSpanMs('hour', evening)).toBe(60 * MINUTE_MS);
    expect(new Date(evening + muteSpanMs('tomorrow', evening))).toEqual(new Date(2026, 10, 29, 6));
    const lastOfYear = new Date(2026, 11, 31, 5, 59).getTime();
    expect(new Date(lastOfYear + muteSpanMs('tomorrow', lastOfYear))).toEqual(new Date(2027, 0, 1, 6));
  });
});
