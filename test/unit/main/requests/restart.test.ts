import { describe, expect, it } from 'vitest';
import { ISSUER, NOW } from '../../../vectors/samples.ts';
import { expectCode } from '../support/codes.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { idOf, inboxBench, outcomeOf, receive, restarted, shown } from '../support/InboxBench.ts';
import { NOW_MS, signRequest, VERIFIER } from '../support/signing.ts';

describe('Inbox: after a kill', () => {
  it('still holds the open request and shows it again', async () => {
    const bench = await inboxBench();
    await receive(bench);
    const again = await restarted(bench);
    expect(again.arrivals).toEqual([idOf('req-1')]);
    expect(again.inbox.requests()).toEqual(bench.inbox.requests());
  });

  it('wants 700 ms on screen anew', async () => {
    const bench = await inboxBench();
    const id = await shown(bench);
    const again = await restarted(bench);
    await expectCode(again.inbox.decide(id, 'deny'), 'request-too-early');
  });

  it('sends the identical bytes of an answer until the verifier has spoken, over any number of restarts', async () => {
    const bench = await inboxBench();
    await bench.inbox.decide(await shown(bench), 'approve', '042917');
    const first = bench.sent[0]?.answer;
    let again = await restarted(bench);
    again = await restarted(again);
    expect(again.inbox.undeliveredAnswers(ISSUER)).toEqual([first]);
    expect(again.inbox.undeliveredAnswers('https://other.example.org')).toEqual([]);
    expect(again.arrivals).toEqual([]);
    await expectCode(again.inbox.decide(idOf('req-1'), 'deny'), 'request-decided');
    await again.inbox.settle('rec-anna', 'req-1', 'approved');
    expect(again.inbox.undeliveredAnswers(ISSUER)).toEqual([]);
    expect((await restarted(again)).inbox.undeliveredAnswers(ISSUER)).toEqual([]);
  });

  it.each([
    ['request:frame', []],
    ['journal:before-write', []],
    ['request:journalled', ['rec-anna.req-1']],
  ])('killed at %s it holds %j', async (where, held) => {
    let armed = false;
    const bench = await inboxBench({
      faults: (point) => {
        if (armed && point === where) throw new Error('killed');
      },
    });
    armed = true;
    await receive(bench).catch(() => {});
    expect((await restarted(bench)).arrivals).toEqual(held);
  });

  it.each([
    ['decision:made', 0],
    ['decision:journalled', 1],
    ['decision:sent', 1],
  ])('killed at %s it sends %i answer afterwards', async (where, count) => {
    const bench = await inboxBench({
      faults: (point) => {
        if (point === where) throw new Error('killed');
      },
    });
    const id = await shown(bench);
    await expect(bench.inbox.decide(id, 'deny')).rejects.toThrow('killed');
    const again = await restarted(bench);
    const answers = again.inbox.undeliveredAnswers(ISSUER);
    expect(answers).toHaveLength(count);
    for (const { answer } of bench.sent) expect(answers).toEqual([answer]);
  });

  it('calls missed what ran out while the app was away', async () => {
    const bench = await inboxBench();
    await receive(bench);
    bench.clock.sleep(60_000);
    const again = await restarted(bench);
    expect(again.arrivals).toEqual([]);
    expect(again.activity.lines()).toMatchObject([{ id: idOf('req-1'), outcome: 'missed' }]);
  });

  it('takes the verifier’s word on what ran out while the app was away', async () => {
    const bench = await inboxBench();
    await receive(bench);
    bench.clock.sleep(60_000);
    const again = await restarted(bench);
    await again.inbox.settle('rec-anna', 'req-1', 'elsewhere');
    await again.inbox.settle('rec-anna', 'req-1', 'expired');
    expect((await restarted(again)).activity.lines()).toMatchObject([{ id: idOf('req-1'), outcome: 'elsewhere' }]);
  });

  it('keeps what waits for the verifier’s word even after its time', async () => {
    const bench = await inboxBench();
    await bench.inbox.decide(await shown(bench), 'deny');
    bench.clock.sleep(3_600_000);
    expect((await restarted(bench)).inbox.undeliveredAnswers(ISSUER)).toHaveLength(1);
  });

  it('knows a finished request again as long as somebody could repeat it', async () => {
    const bench = await inboxBench();
    const jws = await signRequest();
    await bench.inbox.receive(jws, VERIFIER);
    await bench.inbox.settle('rec-anna', 'req-1', 'denied');
    const again = await restarted(await restarted(bench));
    expect(again.inbox.requests()).toEqual([]);
    expect(await again.inbox.receive(jws, VERIFIER)).toEqual({ type: 'received', id: 'req-1' });
    expect(await receive(again, { message: 'Other bytes' })).toMatchObject({ code: 'conflict' });
    expect(again.arrivals).toEqual([]);
  });

  it.each([
    ['told', NOW_MS],
    ['told since', NOW_MS + 119_000],
  ])('knows it also after a start at which this computer’s clock was set forward, by the time that was %s', async (_, toldMs) => {
    const bench = await inboxBench();
    const jws = await signRequest({ exp: NOW + 60 });
    await bench.inbox.receive(jws, VERIFIER);
    await bench.inbox.settle('rec-anna', 'req-1', 'denied');
    bench.clock.stepWall(3 * 3_600_000);
    const ahead = await restarted(bench, { toldMs });
    ahead.clock.stepWall(-3 * 3_600_000);
    const again = await restarted(ahead, { toldMs });
    expect(await again.inbox.receive(jws, VERIFIER)).toEqual({ type: 'received', id: 'req-1' });
    expect(again.arrivals).toEqual([]);
  });

  it('forgets it at the start after the verifier has told that nobody can repeat it', async () => {
    const bench = await inboxBench();
    await receive(bench, { exp: NOW + 60 });
    await bench.inbox.settle('rec-anna', 'req-1', 'denied');
    bench.clock.advance(120_000);
    const again = await restarted(bench, { toldMs: NOW_MS + 120_000 });
    // Other bytes of that id would be a conflict if it were known.
    expect(await receive(again, { exp: NOW + 300 })).toEqual({ type: 'received', id: 'req-1' });
    expect(again.arrivals).toEqual([idOf('req-1')]);
  });

  it('knows it also where this computer’s clock is an hour ahead', async () => {
    const clock = new FakeClock(NOW_MS + 3_600_000);
    const bench = await inboxBench({ clock, offsetMs: -3_600_000 });
    const jws = await signRequest({ exp: NOW + 60 });
    await bench.inbox.receive(jws, VERIFIER);
    await bench.inbox.settle('rec-anna', 'req-1', 'denied');
    const again = await restarted(await restarted(bench, { offsetMs: -3_600_000 }), { offsetMs: -3_600_000 });
    expect(await again.inbox.receive(jws, VERIFIER)).toEqual({ type: 'received', id: 'req-1' });
    expect(again.arrivals).toEqual([]);
  });

  it('keeps the history, and the verifier’s word in it', async () => {
    const bench = await inboxBench();
    await receive(bench);
    await bench.inbox.settle('rec-anna', 'req-1', 'elsewhere');
    await bench.activity.record({ id: 'x', atMs: NOW_MS + 5, type: 'suspended', organisation: 'Example AG', subscriber: 'Anna Weber' });
    const again = await restarted(bench);
    expect(again.activity.lines()).toEqual(bench.activity.lines());
    expect(outcomeOf(again, idOf('req-1'))).toBeUndefined();
  });
});
