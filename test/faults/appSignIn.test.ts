import { afterAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/main/files/faults.ts';
import { AppProcess } from '../harness/app/AppProcess.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { expectNothingLost, expectNoSecretIn, expectSettledOnce } from './support/expectations.ts';
import { type Asked, type Decision, SignInScene } from './support/SignInScene.ts';

await sessionForThisFile();
const scene = await SignInScene.set();
afterAll(async () => await scene.strike());

/**
 * What a sign-in passes on its way, in order, and what the person finds after the next start: the question again, or
 * nothing to do. Of journal and vault it is the n-th write after the sign-in began.
 */
const POINTS: [FaultPoint, number, 'asks again' | 'asks nothing'][] = [
  ['request:frame', 1, 'asks again'],
  ['journal:before-write', 1, 'asks again'],
  ['journal:written', 1, 'asks again'],
  ['journal:after-append', 1, 'asks again'],
  ['request:journalled', 1, 'asks again'],
  ['request:shown', 1, 'asks again'],
  ['decision:made', 1, 'asks again'],
  ['journal:before-write', 2, 'asks again'],
  // From here on the decision is in the file.
  ['journal:written', 2, 'asks nothing'],
  ['journal:after-append', 2, 'asks nothing'],
  ['decision:journalled', 1, 'asks nothing'],
  ['decision:sent', 1, 'asks nothing'],
  ['journal:before-write', 3, 'asks nothing'],
  ['journal:written', 3, 'asks nothing'],
  ['journal:after-append', 3, 'asks nothing'],
  ['outcome:journalled', 1, 'asks nothing'],
  ['vault:before-rename', 1, 'asks nothing'],
  ['vault:after-rename', 1, 'asks nothing'],
  ['vault:after-write', 1, 'asks nothing'],
  ['event:kept', 1, 'asks nothing'],
];

const DENIED = new Set<FaultPoint>(['request:journalled', 'decision:made', 'decision:journalled', 'decision:sent', 'outcome:journalled']);

const CASES = [
  ...POINTS.map((point) => [...point, 'approve'] as const),
  ...POINTS.filter(([point]) => DENIED.has(point)).map((point) => [...point, 'deny'] as const),
];

describe('an app whose process is killed during a sign-in', () => {
  it.each(CASES)('at %s (%i) %s, and the person can %s', async (point, times, asks, decision) => {
    const { computer, secrets } = await scene.pairedComputer();
    const before = await AppProcess.launch(computer.folder);
    await before.online();
    await before.dieAt(point, times);
    const asked = await scene.organisation.signIn();
    await untilKilled(before, asked, decision);
    expectNoSecretIn(computer, secrets);

    const app = await AppProcess.launch(computer.folder);
    const decided = asks === 'asks again' ? await app.decide(await app.openRequest(), decision, asked.number) : { ok: true };
    expect(decided).toMatchObject({ ok: true });
    const line = await expectSettledOnce(scene, app, asked, decision);
    expect((await app.report()).arrivals).toEqual(asks === 'asks again' ? [line.id] : []);
    await app.close();
    await expectNothingLost(scene, computer, secrets, [line]);
  });
});

/** What really happens one after the other until a request is settled, with a kill at each step. */
const ONE_AFTER_THE_OTHER: [FaultPoint, number][] = [
  ['request:frame', 1],
  ['journal:before-write', 1],
  ['journal:written', 1],
  ['request:shown', 1],
  ['decision:made', 1],
  ['journal:before-write', 1],
  ['journal:after-append', 1],
  // The answer that was journalled goes out by itself now; what is written next is its outcome.
  ['journal:before-write', 1],
  ['outcome:journalled', 1],
  ['vault:before-rename', 1],
  ['vault:after-rename', 1],
];

describe('an app whose process is killed again and again', () => {
  it.each(['approve', 'deny'] as const)('at one step after the other of one sign-in, it is still decided once: %s', async (decision) => {
    const { computer, secrets } = await scene.pairedComputer();
    const asked = await scene.organisation.signIn();
    for (const [point, times] of ONE_AFTER_THE_OTHER) {
      await untilKilled(await AppProcess.launch(computer.folder, { dieAt: point, times }), asked, decision);
      expectNoSecretIn(computer, secrets);
    }
    const app = await AppProcess.launch(computer.folder);
    const line = await expectSettledOnce(scene, app, asked, decision);
    expect((await app.report()).arrivals).toEqual([]);
    await app.close();
    await expectNothingLost(scene, computer, secrets, [line]);
  });
});

/** The person decides if the app lives long enough to ask; then the process is dead by its own SIGKILL. */
async function untilKilled(app: AppProcess, asked: Asked, decision: Decision): Promise<void> {
  const person = async (): Promise<void> => void (await app.decide(await app.openRequest(), decision, asked.number));
  await person().catch((error: unknown) => {
    if (app.isAlive) throw error;
  });
  expect(await app.ended).toBe('SIGKILL');
}
