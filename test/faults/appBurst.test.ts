import { afterAll, describe, expect, it } from 'vitest';
import { AppProcess } from '../harness/app/AppProcess.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { settledEvents } from '../harness/app/settledEvents.ts';
import { expectNothingLost, expectNoSecretIn } from './support/expectations.ts';
import { type Asked, type Decision, OUTCOME, SignInScene, signIns } from './support/SignInScene.ts';

await sessionForThisFile();
const scene = await SignInScene.set();
const { organisation, middleman } = scene;
afterAll(async () => await scene.strike());

/** What the person wants of one sign-in, and what became of it so far. */
interface Wish {
  asked: Asked;
  decision: Decision;
  /** The app's id of it, once it has come up. */
  id?: string;
  /** The app has said that it carried the decision out. */
  isDone: boolean;
}

/** As many sign-ins at once as the verifier lets a subscriber have. */
const AT_ONCE = 3;
const WAVES = 3;
const DEATHS = 4;

/** Numbers from 1 to `most`, always the same ones for a seed. */
function drawn(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + Math.floor((state / 2 ** 32) * most);
  };
}

describe('an app whose process is killed at any moment of a burst of sign-ins', () => {
  it.each([1, 2, 3])('drawn by seed %i decides each of them once, as the person wanted', async (seed) => {
    const draw = drawn(seed);
    const { computer, secrets } = await scene.pairedComputer();
    const all = new Map<string, Wish>();
    let deaths = 0;
    for (let wave = 0; wave < WAVES; wave += 1) {
      const wishes = new Map<string, Wish>();
      for (let n = 0; n < AT_ONCE; n += 1) {
        const message = `wave ${wave}, sign-in ${n}`;
        const decision = draw(2) === 1 ? 'approve' : 'deny';
        wishes.set(message, { asked: await organisation.signIn('vpn', { message }), decision, isDone: false });
      }
      for (const [message, wish] of wishes) all.set(message, wish);
      for (let death = 0; death < DEATHS; death += 1) {
        // In turn at a place in the program, and whenever the news of a frame from the verifier gets to the killer.
        const app = await AppProcess.launch(computer.folder, death % 2 === 0 ? { dieAt: 'any', times: draw(40) } : {});
        if (death % 2 === 1) killAtFrame(app, draw(6));
        await live(app, wishes);
        if (!app.isAlive) deaths += 1;
        await app.kill();
        expectNoSecretIn(computer, secrets);
      }
      middleman.withholds = () => false;
      const app = await AppProcess.launch(computer.folder);
      await live(app, wishes);
      await app.close();
    }
    const app = await AppProcess.launch(computer.folder);
    await app.online();
    expect(deaths).toBeGreaterThan(WAVES);
    const lines = signIns((await app.report()).view.activity);
    expect(lines).toHaveLength(WAVES * AT_ONCE);
    await app.close();
    for (const { asked, decision, id = '' } of all.values()) {
      expect(await organisation.outcome(asked)).toBe(OUTCOME[decision]);
      expect(lines.find((line) => line.id === id)?.outcome).toBe(OUTCOME[decision]);
      expect(await settledEvents(organisation, id)).toEqual([OUTCOME[decision]]);
      expect(new Set(scene.answersTo(id)).size).toBe(1);
    }
    await expectNothingLost(scene, computer, secrets, lines);
  });
});

/** The person decides whatever comes up, until all of it has its outcome or the app is dead. */
async function live(app: AppProcess, wishes: ReadonlyMap<string, Wish>): Promise<void> {
  try {
    while (await step(app, wishes));
  } catch (error) {
    if (app.isAlive) throw error;
  }
}

async function step(app: AppProcess, wishes: ReadonlyMap<string, Wish>): Promise<boolean> {
  const { request, isOver } = await app.until('a request or the end', ({ view }) => {
    const open = view.requests.find(({ phase }) => phase === 'open');
    const over = [...wishes.values()].every(({ id }) => view.activity.some((line) => line.id === id && line.outcome !== undefined));
    return (open !== undefined || over) && { request: open, isOver: over };
  });
  if (isOver || request === undefined) return false;
  const wish = wishes.get(request.message ?? '');
  if (wish === undefined) throw new Error(`nobody has asked for ${request.message}`);
  if (wish.isDone) throw new Error(`${request.message} was decided already, and is asked again`);
  wish.id = request.id;
  expect(await app.decide(request, wish.decision, wish.asked.number)).toMatchObject({ ok: true });
  wish.isDone = true;
  return true;
}

function killAtFrame(app: AppProcess, count: number): void {
  let left = count;
  middleman.withholds = () => {
    left -= 1;
    if (left === 0) void app.kill();
    return false;
  };
}
