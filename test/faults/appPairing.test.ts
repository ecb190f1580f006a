import { afterAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/main/files/faults.ts';
import { AppProcess } from '../harness/app/AppProcess.ts';
import type { Computer } from '../harness/app/Computer.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import type { PairingPage } from '../harness/app/Organisation.ts';
import { allBytes, secretsOf } from '../harness/app/profileContents.ts';
import { expectNothingLost, expectNoSecretIn } from './support/expectations.ts';
import { SignInScene } from './support/SignInScene.ts';

await sessionForThisFile();
const scene = await SignInScene.set();
const { organisation, middleman } = scene;
afterAll(async () => await scene.strike());

/** What the person finds after the next start: the link has to be opened again, the pairing can be taken up, or it is done. */
type Found = 'nothing' | 'interrupted' | 'an account';

/** What a pairing passes on its way, in order. */
const POINTS: [FaultPoint, number, Found][] = [
  ['vault:before-rename', 1, 'nothing'],
  ['vault:after-rename', 1, 'interrupted'],
  ['pairing:sealed', 1, 'interrupted'],
  ['pairing:granted', 1, 'interrupted'],
  ['vault:before-rename', 2, 'interrupted'],
  ['vault:after-rename', 2, 'interrupted'],
  ['vault:before-rename', 3, 'interrupted'],
  ['vault:after-rename', 3, 'an account'],
  ['pairing:account-kept', 1, 'an account'],
  ['journal:before-write', 1, 'an account'],
  ['journal:after-append', 1, 'an account'],
  ['pairing:told', 1, 'an account'],
  ['vault:after-delete', 1, 'an account'],
];

/** From the number that is typed to the active account. */
const CONFIRMING: [FaultPoint, number][] = [
  ['request:shown', 1],
  ['decision:made', 1],
  ['decision:journalled', 1],
  ['decision:sent', 1],
  ['outcome:journalled', 1],
  ['event:kept', 1],
  ['journal:before-write', 3],
  ['event:kept', 2],
];

async function beginning(): Promise<{ computer: Computer; page: PairingPage; known: string[] }> {
  const known = await organisation.accountIds();
  return { computer: await freshComputer(), page: await organisation.pairingPage(), known };
}

/** The person goes on from wherever the pairing stands, up to the account that waits. */
async function pair(app: AppProcess, page: PairingPage): Promise<Found> {
  const { view } = await app.report();
  if (view.accounts.length > 0) return 'an account';
  if (view.pairing.step === 'failed' && view.pairing.error === 'pairing-interrupted' && view.pairing.retry) {
    await app.ask('pairing:confirm', undefined);
    return 'interrupted';
  }
  await app.ask('pairing:openLink', { link: page.link });
  await app.ask('pairing:confirm', undefined);
  return 'nothing';
}

/** The person types the number that the page shows, if the app asks for it, and the account becomes active. */
async function confirm(app: AppProcess, page: PairingPage): Promise<void> {
  const request = await app.until(
    'a question or an active account',
    ({ view }) => view.requests.find(({ phase }) => phase === 'open') ?? (view.accounts[0]?.state === 'active' ? 'active' : undefined),
  );
  if (request !== 'active') await app.decide(request, 'approve', await organisation.pairingNumber(page));
  await app.until(
    'an active account',
    ({ view }) => view.accounts[0]?.state === 'active' && view.activity.some(({ type }) => type === 'activated'),
  );
}

async function untilKilled(app: AppProcess, person: () => Promise<unknown>): Promise<void> {
  await person().catch((error: unknown) => {
    if (app.isAlive) throw error;
  });
  expect(await app.ended).toBe('SIGKILL');
}

/** One account at either end, told of once, and it works. */
async function expectPairedOnce(app: AppProcess, computer: Computer, known: string[]): Promise<void> {
  const { view } = await app.report();
  expect(view.activity.filter(({ type }) => type !== 'request').map(({ type }) => type)).toEqual(['activated', 'paired']);
  expect((await organisation.accountIds()).filter((id) => !known.includes(id))).toHaveLength(1);
  await app.close();
  const secrets = await secretsOf(computer);
  expectNoSecretIn(computer, secrets);
  await expectNothingLost(scene, computer, secrets, []);
}

describe('an app whose process is killed while it pairs', () => {
  it.each(POINTS)('at %s (%i) finds %s after the start, and one account comes of it', async (point, times, found) => {
    const { computer, page, known } = await beginning();
    const before = await AppProcess.launch(computer.folder);
    await before.dieAt(point, times);
    await untilKilled(before, async () => {
      await pair(before, page);
      await before.ended;
    });
    const app = await AppProcess.launch(computer.folder);
    expect(await pair(app, page)).toBe(found);
    await confirm(app, page);
    await expectPairedOnce(app, computer, known);
  });

  it('between the proof and its reply can take it up', async () => {
    const { computer, page, known } = await beginning();
    const before = await AppProcess.launch(computer.folder);
    middleman.losesNextReply = true;
    middleman.onLost = () => void before.kill();
    await untilKilled(before, async () => {
      await pair(before, page);
      await before.ended;
    });
    const app = await AppProcess.launch(computer.folder);
    expect(await pair(app, page)).toBe('interrupted');
    await confirm(app, page);
    await expectPairedOnce(app, computer, known);
  });

  it.each(CONFIRMING)('at %s (%i) of the confirmation ends with an active account', async (point, times) => {
    const { computer, page, known } = await beginning();
    const before = await AppProcess.launch(computer.folder);
    await pair(before, page);
    await before.online();
    await before.until('the question', ({ arrivals }) => arrivals.length > 0);
    await before.dieAt(point, times);
    await untilKilled(before, async () => {
      await confirm(before, page);
      await before.ended;
    });
    const app = await AppProcess.launch(computer.folder);
    expect(await pair(app, page)).toBe('an account');
    await confirm(app, page);
    await expectPairedOnce(app, computer, known);
  });

  it('again and again, at one step after the other, needs its key once', async () => {
    const { computer, page, known } = await beginning();
    for (const [point, times] of [
      ['pairing:sealed', 1],
      ['pairing:granted', 1],
      // Taken up, a pairing is not sealed again: first the verifier is pinned, then the account is kept.
      ['vault:before-rename', 1],
      ['vault:before-rename', 2],
      ['pairing:account-kept', 1],
    ] as const) {
      const app = await AppProcess.launch(computer.folder);
      await app.dieAt(point, times);
      await untilKilled(app, async () => {
        await pair(app, page);
        await app.ended;
      });
      expect(allBytes(computer.folder)).not.toContain(page.link.split('key=')[1]?.slice(0, 26));
    }
    const app = await AppProcess.launch(computer.folder);
    expect(await pair(app, page)).toBe('an account');
    await confirm(app, page);
    await expectPairedOnce(app, computer, known);
  });
});
