import { describe, expect, it } from 'vitest';
import { HalfTime } from '../../../../src/main/requests/HalfTime.ts';
import { request } from '../../../vectors/samples.ts';
import { idOf, type InboxBench, inboxBench, receive, restarted, shown } from '../support/InboxBench.ts';
import { NOW_MS } from '../support/signing.ts';

/** Alerts of a bench's open requests, followed as the app follows them. */
function alertsOf(bench: InboxBench): { alerts: string[]; follow: () => void } {
  const alerts: string[] = [];
  const halfTime = new HalfTime({
    clock: bench.clock,
    verifierNowMs: (issuer) => bench.clocks.of(issuer).nowMs(),
    onHalfTime: (id) => alerts.push(id),
  });
  const follow = (): void =>
    halfTime.follow(bench.inbox.requests().filter((held) => held.decided === undefined && held.ended === undefined));
  return { alerts, follow };
}

const halfMs = ((request.iat + request.exp) / 2) * 1000 - NOW_MS;

describe('half time', () => {
  it('alerts once, however often the requests are looked at', async () => {
    const bench = await inboxBench();
    const { alerts, follow } = alertsOf(bench);
    await receive(bench);
    follow();
    bench.clock.advance(halfMs - 1);
    follow();
    expect(alerts).toEqual([]);
    bench.clock.advance(1);
    follow();
    bench.clock.advance(5_000);
    follow();
    expect(alerts).toEqual([idOf('req-1')]);
  });

  it('is silent about what was decided before', async () => {
    const bench = await inboxBench();
    const { alerts, follow } = alertsOf(bench);
    const id = await shown(bench);
    follow();
    await bench.inbox.decide(id, 'deny');
    follow();
    bench.clock.advance(halfMs);
    expect(alerts).toEqual([]);
  });

  it('is silent about a request that comes, or comes up again after a restart, when half of its time is over', async () => {
    const bench = await inboxBench();
    await receive(bench);
    bench.clock.advance(halfMs + 1);
    const again = await restarted(bench);
    const { alerts, follow } = alertsOf(again);
    follow();
    again.clock.advance(20_000);
    expect(alerts).toEqual([]);
  });

  it('goes by the verifier’s time', async () => {
    const bench = await inboxBench({ offsetMs: 10_000 });
    const { alerts, follow } = alertsOf(bench);
    await receive(bench);
    follow();
    bench.clock.advance(halfMs - 10_000);
    expect(alerts).toEqual([idOf('req-1')]);
  });
});
