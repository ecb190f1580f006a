import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestView } from '../../src/bridge/views.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { APPROVED, signInState } from '../harness/app/signInState.ts';
import { behindProxy } from '../harness/network/behindProxy.ts';

const HOURS_MS = 8 * 3_600_000;

await sessionForThisFile();
const { proxy, organisation } = await behindProxy();
beforeEach(() => proxy.heal());

interface Scene {
  app: AppCore;
  asked: { id: string; number: string };
  request: RequestView;
  /** What had passed the proxy before the answer. */
  before: number;
}

/** A person has a request on the screen, and the verifier knows that it came. */
async function openRequest(): Promise<Scene> {
  const app = await organisation.pairedApp(await freshComputer());
  const asked = await organisation.signIn();
  const request = await app.openRequest();
  await expect.poll(() => proxy.frames.at(-1)?.type).toBe('received');
  return { app, asked, request, before: proxy.frames.length };
}

/** The person has approved, and what these ends send from then on is lost. */
async function approvedInVain(...silent: Parameters<typeof proxy.silence>): Promise<Scene> {
  const scene = await openRequest();
  proxy.silence(...silent);
  expect((await scene.app.decide(scene.request, 'approve', scene.asked.number)).ok).toBe(true);
  return scene;
}

/** The lid is closed: the computer's clock goes on, its monotonic clock and its timers stand still, and its connection is gone. */
function sleep({ app }: Scene, ms: number): void {
  app.computer.clock.sleep(ms);
  organisation.verifier.clock.advance(ms);
}

/** Every answer that left the computer is the same bytes. */
function expectOneAnswer({ before }: Scene): void {
  const answers = proxy.frames.slice(before).filter(({ from, type }) => from === 'app' && type === 'answer');
  expect(answers.length).toBeGreaterThanOrEqual(2);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
}

describe('a computer that falls asleep with an answer on its way', () => {
  it('that was lost says it again when it wakes in time', async () => {
    const scene = await approvedInVain('app', 'verifier');
    const { app, asked, request } = scene;
    sleep(scene, 120_000);
    expect([app.requests('sending').length, (await organisation.api.transaction(asked.id)).status]).toEqual([1, 'open']);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(await signInState(organisation, app, asked, request)).toEqual(APPROVED);
    expectOneAnswer(scene);
  });

  it('whose outcome was lost hears it when it wakes hours later, and nothing is settled a second time', async () => {
    const scene = await approvedInVain('verifier');
    const { app, asked, request } = scene;
    expect(await organisation.outcome(asked)).toBe('approved');
    sleep(scene, HOURS_MS);
    expect(app.requests('sending')).toHaveLength(1);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
    await app.online();
    expect(await signInState(organisation, app, asked, request)).toEqual(APPROVED);
  });

  it('that was lost hears from the verifier that it came too late when it wakes hours later', async () => {
    const scene = await approvedInVain('app', 'verifier');
    const { app, asked, request } = scene;
    sleep(scene, HOURS_MS);
    await organisation.verifier.sweep();
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('expired');
    // The answer that comes too late is answered as well.
    const late = { ...APPROVED, status: 'expired', settled: ['expired'], outcomes: ['expired'] };
    await expect.poll(async () => await signInState(organisation, app, asked, request), { timeout: 20_000 }).toEqual(late);
    expectOneAnswer(scene);
  });

  it('goes by the time of the verifier also when its own clock was set while it slept', async () => {
    const scene = await approvedInVain('app', 'verifier');
    const { app, asked, request } = scene;
    sleep(scene, 60_000);
    app.computer.clock.stepWall(HOURS_MS);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(await signInState(organisation, app, asked, request)).toEqual(APPROVED);
    expectOneAnswer(scene);
  });
});
