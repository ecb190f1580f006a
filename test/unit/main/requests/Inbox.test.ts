import { describe, expect, it } from 'vitest';
import { NOW } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { idOf, inboxBench, outcomeOf, receive, restarted, shown } from '../support/InboxBench.ts';
import { account, signRequest, VERIFIER } from '../support/signing.ts';

const received = (id: string): object => ({ type: 'received', id });

describe('Inbox: receiving', () => {
  it('shows a request once it is on disk', async () => {
    const order: string[] = [];
    const bench = await inboxBench({
      faults: (point) => void (point === 'journal:after-append' && order.push(`disk, shown: ${bench.arrivals.length}`)),
    });
    expect(await receive(bench)).toEqual(received('req-1'));
    expect(order).toEqual(['disk, shown: 0']);
    expect(bench.arrivals).toEqual([idOf('req-1')]);
    expect(bench.inbox.requests()).toMatchObject([{ id: idOf('req-1'), organisation: 'Example AG', subscriber: 'Anna Weber' }]);
  });

  it('takes the same bytes again without showing them again', async () => {
    const bench = await inboxBench();
    const jws = await signRequest();
    await bench.inbox.receive(jws, VERIFIER);
    expect(await bench.inbox.receive(jws, VERIFIER)).toEqual(received('req-1'));
    expect(bench.arrivals).toHaveLength(1);
  });

  it('refuses other bytes under the same id, and keeps what it has', async () => {
    const bench = await inboxBench();
    await receive(bench);
    expect(await receive(bench, { application: { name: 'Bank' } })).toEqual({ type: 'error', code: 'conflict', id: 'req-1' });
    expect(bench.inbox.requests()).toMatchObject([{ request: { application: { name: 'Payroll' } } }]);
  });

  it('holds at most eight open requests of one account', async () => {
    const bench = await inboxBench({ accounts: [account(), account({ recordId: 'rec-ben', id: 'acct_ben' })] });
    for (let n = 0; n < 8; n += 1) expect(await receive(bench, { jti: `r${n}` })).toEqual(received(`r${n}`));
    expect(await receive(bench, { jti: 'r8' })).toEqual({ type: 'error', code: 'throttled', id: 'r8' });
    expect(await receive(bench, { jti: 'r8', aud: 'acct_ben' })).toEqual(received('r8'));
    await bench.inbox.settle('rec-anna', 'r0', 'elsewhere');
    expect(await receive(bench, { jti: 'r9' })).toEqual(received('r9'));
  });

  it('changes nothing for a request that is not to be believed', async () => {
    const bench = await inboxBench();
    await expectCode(receive(bench, { exp: NOW - 1, iat: NOW - 61 }), 'expired');
    expect(bench.inbox.requests()).toEqual([]);
    expect(bench.arrivals).toEqual([]);
  });

  it('shows nothing, and asks for the request again, when the disk fails', async () => {
    let broken = false;
    const bench = await inboxBench({
      faults: (point) => {
        if (broken && point === 'journal:written') throw new Error('disk full');
      },
    });
    broken = true;
    await expectCode(receive(bench), 'journal-io');
    expect(bench.arrivals).toEqual([]);
    broken = false;
    expect(await receive(bench)).toEqual(received('req-1'));
  });
});

describe('Inbox: time', () => {
  it('calls a request missed when its time is over by the verifier’s clock', async () => {
    const bench = await inboxBench({ offsetMs: 0 });
    await receive(bench);
    bench.clock.stepWall(-3_600_000);
    bench.clocks.of(VERIFIER.issuer).learn(NOW, bench.clock.monotonicMs());
    bench.clock.advance(58_000);
    await bench.inbox.wake();
    expect(outcomeOf(bench, idOf('req-1'))).toBeUndefined();
    bench.clock.advance(2_000);
    await bench.inbox.wake();
    await expect.poll(() => outcomeOf(bench, idOf('req-1'))).toBe('missed');
    expect(bench.ends).toEqual([idOf('req-1')]);
    expect(bench.activity.lines()).toMatchObject([{ id: idOf('req-1'), outcome: 'missed' }]);
  });

  it('looks at the clock by itself when the first request runs out', async () => {
    const bench = await inboxBench();
    await receive(bench);
    expect(bench.clock.waitingMs).toEqual([60_000]);
    bench.clock.advance(60_000);
    await expect.poll(() => outcomeOf(bench, idOf('req-1'))).toBe('missed');
    expect(bench.clock.waitingMs).toEqual([]);
  });

  it('gives way to the verifier’s word, which may come late', async () => {
    const bench = await inboxBench();
    await receive(bench);
    bench.clock.advance(60_000);
    await bench.inbox.wake();
    await bench.inbox.settle('rec-anna', 'req-1', 'elsewhere');
    expect(outcomeOf(bench, idOf('req-1'))).toBe('elsewhere');
    expect(bench.activity.lines()).toMatchObject([{ outcome: 'elsewhere' }]);
  });

  it('does not call missed what the verifier ends while others are being written down as missed', async () => {
    const bench = await inboxBench();
    for (const jti of ['a', 'b']) await receive(bench, { jti });
    bench.clock.advance(60_000);
    await Promise.all([bench.inbox.wake(), bench.inbox.settle('rec-anna', 'b', 'cancelled')]);
    expect(outcomeOf(bench, idOf('b'))).toBe('cancelled');
    const { activity } = await restarted(bench);
    expect(activity.lines().find(({ id }) => id === idOf('b'))?.outcome).toBe('cancelled');
  });

  it('does not call missed what the person decides while others are being written down as missed', async () => {
    const bench = await inboxBench();
    await receive(bench, { jti: 'a' });
    const id = await shown(bench, { jti: 'b', exp: NOW + 120 });
    bench.clock.sleep(59_300);
    // The first is being written down when the second is decided, and runs out before the look at it.
    const waking = bench.inbox.wake();
    const deciding = bench.inbox.decide(id, 'deny');
    bench.clock.sleep(60_000);
    await Promise.all([waking, deciding]);
    expect(outcomeOf(bench, id)).toBeUndefined();
    expect((await restarted(bench)).inbox.undeliveredAnswers(VERIFIER.issuer)).toHaveLength(1);
  });

  it('lets only `missed` give way', async () => {
    const bench = await inboxBench();
    await receive(bench);
    await bench.inbox.settle('rec-anna', 'req-1', 'cancelled');
    await bench.inbox.settle('rec-anna', 'req-1', 'elsewhere');
    expect(outcomeOf(bench, idOf('req-1'))).toBe('cancelled');
  });

  it.each(['approved', 'denied', 'mismatch', 'reported'] as const)(
    'takes no `%s` for the decision of a person who has not decided',
    async (outcome) => {
      const bench = await inboxBench();
      await receive(bench);
      await bench.inbox.settle('rec-anna', 'req-1', outcome);
      expect(outcomeOf(bench, idOf('req-1'))).toBe('elsewhere');
    },
  );

  it('words an expiry as missed where nobody has decided here, and as expired where somebody has', async () => {
    const bench = await inboxBench();
    await receive(bench, { jti: 'a' });
    await bench.inbox.settle('rec-anna', 'a', 'expired');
    expect(outcomeOf(bench, idOf('a'))).toBe('missed');
    const id = await shown(bench, { jti: 'b' });
    await bench.inbox.decide(id, 'deny');
    await bench.inbox.settle('rec-anna', 'b', 'expired');
    expect(outcomeOf(bench, id)).toBe('expired');
  });

  it('ignores the end of a request it does not hold', async () => {
    const bench = await inboxBench();
    await bench.inbox.settle('rec-anna', 'req-9', 'approved');
    expect(bench.activity.lines()).toEqual([]);
  });

  it('cancels what is open of an account that is gone, and of no other', async () => {
    const bench = await inboxBench({ accounts: [account(), account({ recordId: 'rec-ben', id: 'acct_ben' })] });
    await receive(bench);
    await receive(bench, { aud: 'acct_ben' });
    await bench.inbox.dropAccount('rec-anna');
    expect(outcomeOf(bench, idOf('req-1'))).toBe('cancelled');
    expect(outcomeOf(bench, 'rec-ben.req-1')).toBeUndefined();
  });
});
