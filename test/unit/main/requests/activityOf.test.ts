import { expect, it } from 'vitest';
import { NOW } from '../../../vectors/samples.ts';
import { signRequest, VERIFIER } from '../support/signing.ts';
import { idOf, inboxBench, receive, restarted, shown } from '../support/InboxBench.ts';

it('the line of a request tells what was decided and how, and neither the number nor the browser', async () => {
  const bench = await inboxBench();
  const id = await shown(bench);
  await bench.inbox.decide(id, 'approve', '042917');
  expect(bench.activity.lines()).toEqual([]);
  await bench.inbox.settle('rec-anna', 'req-1', 'approved');
  const [line] = bench.activity.lines();
  expect(line).toMatchObject({
    id,
    type: 'request',
    account: 'rec-anna',
    kind: 'sign-in',
    application: 'Payroll',
    place: { city: 'Zürich', country: 'CH' },
    decision: 'approve',
    method: { match: 'entry', userVerification: 'none', by: 'window' },
    outcome: 'approved',
  });
  expect(line?.place).not.toHaveProperty('client');
  expect(JSON.stringify(line)).not.toContain('042917');
  expect((await restarted(bench)).activity.lines()).toEqual([line]);
});

it('tells a decision by a notification, also over a restart before the outcome', async () => {
  const bench = await inboxBench();
  await bench.inbox.decide(await shown(bench), 'deny', undefined, 'notification');
  const again = await restarted(bench);
  await again.inbox.settle('rec-anna', 'req-1', 'denied');
  expect(again.activity.lines()).toMatchObject([{ decision: 'deny', method: { by: 'notification' }, outcome: 'denied' }]);
});

it('a request that nobody decided has neither decision nor method', async () => {
  const bench = await inboxBench();
  await receive(bench);
  bench.clock.advance(60_000);
  await expect.poll(() => bench.activity.lines()).toHaveLength(1);
  const [line] = bench.activity.lines();
  expect(line).toMatchObject({ id: idOf('req-1'), outcome: 'missed' });
  expect(line).not.toHaveProperty('decision');
  expect(line).not.toHaveProperty('method');
});

it('one that was missed by a wrong clock and is open again is no line of the history until it ends', async () => {
  const bench = await inboxBench();
  const jws = await signRequest({ exp: NOW + 60 });
  await bench.inbox.receive(jws, VERIFIER);
  bench.clock.advance(60_000);
  await expect.poll(() => bench.activity.lines()).toHaveLength(1);
  bench.clock.stepWall(-60_000);
  await bench.inbox.receive(jws, VERIFIER);
  expect(bench.activity.lines()).toEqual([]);
});

it('a line that the disk refused is in the history after the next one, and after a restart', async () => {
  let refuses = false;
  const bench = await inboxBench({
    activityFaults: (point) => {
      if (refuses && point === 'journal:before-write') throw new Error('disk full');
    },
  });
  for (const jti of ['a', 'b']) await receive(bench, { jti });
  refuses = true;
  await expect(bench.inbox.settle('rec-anna', 'a', 'cancelled')).rejects.toMatchObject({ code: 'journal-io' });
  expect(bench.ends).toEqual([idOf('a')]);
  expect(bench.activity.lines()).toEqual([]);
  refuses = false;
  await bench.inbox.settle('rec-anna', 'b', 'cancelled');
  expect(
    bench.activity
      .lines()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([idOf('a'), idOf('b')]);
  expect((await restarted(bench)).activity.lines()).toEqual(bench.activity.lines());
});
