import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActivityView } from '../../src/bridge/activity.ts';
import { LINES_PER_PAGE } from '../../src/bridge/activityNames.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { signInState } from '../harness/app/signInState.ts';
import { behindProxy } from '../harness/network/behindProxy.ts';
import type { Fate } from '../harness/network/Lane.ts';

await sessionForThisFile();
const { proxy, organisation } = await behindProxy();

const QUIET_MS = 300;

/** One fate for each message of both sides, in the order they come; after the last one all is well. */
const schedules = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constant<Fate>('pass') }, fc.constantFrom<Fate>('drop', 'twice', 'swap', 'cut')),
  { minLength: 1, maxLength: 14 },
);

/** Waits for something; whenever nothing has moved on the network for a while, the computer wakes and connects anew. */
async function insist<T>(app: AppCore, read: () => T | undefined): Promise<T> {
  let known = -1;
  let sinceMs = 0;
  return await app.until('what was insisted on', () => {
    if (proxy.frames.length !== known) [known, sinceMs] = [proxy.frames.length, performance.now()];
    else if (performance.now() - sinceMs > QUIET_MS) {
      sinceMs = performance.now();
      void app.wake();
    }
    return read();
  });
}

/** All lines about requests; the view tells the newest ones only. */
async function wholeHistory(app: AppCore): Promise<ActivityView[]> {
  const answer = await app.ask('activity:query', { search: '', kind: 'requests', offset: 0, limit: LINES_PER_PAGE });
  return answer.ok ? answer.value.lines : [];
}

it('whatever the network does to one sign-in, it has one outcome, and both ends know it', { timeout: 600_000 }, async () => {
  const app = await organisation.pairedApp(await freshComputer());
  const property = fc.asyncProperty(schedules, fc.constantFrom('approve', 'deny'), async (fates, decision) => {
    const left = [...fates];
    proxy.fateOf = ({ type }) => (['http', 'ping', 'pong', 'close'].includes(type) ? 'pass' : (left.shift() ?? 'pass'));
    const asked = await organisation.signIn();
    const request = await insist(app, () => app.requests('open')[0]);
    expect((await app.decide(request, decision, decision === 'approve' ? asked.number : undefined)).ok).toBe(true);
    await insist(app, () => app.history().find(({ id }) => id === request.id));
    proxy.heal();
    const word = decision === 'approve' ? 'approved' : 'denied';
    expect(await signInState(organisation, app, asked, request)).toEqual({
      status: word,
      settled: [word],
      outcomes: [word],
      arrivals: 1,
      unfinished: 0,
      account: 'active',
    });
  });
  await fc.assert(property, { seed: 20_261_124, numRuns: 50, endOnFailure: true });
  const history = await wholeHistory(app);
  expect(history).toHaveLength(51);
  const again = await app.restart();
  await again.online();
  expect(await wholeHistory(again)).toEqual(history);
  expect([again.requests('open'), again.requests('sending'), again.arrivals]).toEqual([[], [], []]);
});
