import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../src/main/files/faults.ts';
import { journalFolderOf } from '../../src/main/vault/VaultFolder.ts';
import { AppProcess } from '../harness/app/AppProcess.ts';
import type { Computer } from '../harness/app/Computer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { expectNothingLost, expectNoSecretIn, expectSettledOnce } from './support/expectations.ts';
import { SignInScene, signIns } from './support/SignInScene.ts';

await sessionForThisFile();
const scene = await SignInScene.set();
const { organisation } = scene;
afterAll(async () => await scene.strike());

/** Sign-ins that fill the journal: each leaves three lines, of which one is worth keeping after a while. */
const BEFORE = 6;
/** Longer than anybody could repeat a request. */
const LONG_AFTER_MS = 400_000;

/** So far is the verifier ahead of a computer that was just switched on. */
let aheadMs = 0;

const POINTS: FaultPoint[] = ['journal:before-rename', 'journal:after-rename', 'journal:after-write'];

function linesOf({ vaultFolder }: Computer): number {
  return readFileSync(join(journalFolderOf(vaultFolder), 'requests.jsonl'), 'latin1').split('\n').length - 2;
}

/** The app has run for a while, and its journal is worth a compaction with the next line. */
async function fullJournal(computer: Computer): Promise<AppProcess> {
  const app = await AppProcess.launch(computer.folder, { journalLinesLeftAlone: 3 * BEFORE });
  await app.online();
  for (let n = 0; n < BEFORE; n += 1) {
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    await app.until('the outcome', ({ view }) => signIns(view.activity).find(({ id }) => id === request.id)?.outcome);
  }
  organisation.verifier.clock.advance(LONG_AFTER_MS);
  aheadMs += LONG_AFTER_MS;
  await app.advance(aheadMs);
  return app;
}

describe('an app that compacts its journal while it runs', () => {
  it('goes on as if nothing had happened', async () => {
    const { computer, secrets } = await scene.pairedComputer();
    const app = await fullJournal(computer);
    const before = linesOf(computer);
    const asked = await organisation.signIn();
    await app.decide(await app.openRequest(), 'approve', asked.number);
    await app.until(
      'every outcome',
      ({ view }) => signIns(view.activity).filter(({ outcome }) => outcome === 'approved').length === BEFORE + 1,
    );
    await app.until('a shorter journal', () => linesOf(computer) < before - BEFORE);
    const { view, logged } = await app.report();
    expect(logged).toEqual([]);
    await app.close();
    await expectNothingLost(scene, computer, secrets, signIns(view.activity));
  });

  it.each(POINTS)('and is killed at %s keeps the request that came, and every line of the history', async (point) => {
    const { computer, secrets } = await scene.pairedComputer();
    const before = await fullJournal(computer);
    const lines = signIns((await before.report()).view.activity);
    await before.dieAt(point);
    const asked = await organisation.signIn();
    expect(await before.ended).toBe('SIGKILL');
    expectNoSecretIn(computer, secrets);

    const app = await AppProcess.launch(computer.folder);
    expect(signIns((await app.report()).view.activity)).toEqual(lines);
    expect(await app.decide(await app.openRequest(), 'deny', asked.number)).toMatchObject({ ok: true });
    const line = await expectSettledOnce(scene, app, asked, 'deny');
    await app.close();
    await expectNothingLost(scene, computer, secrets, [line, ...lines]);
  });
});
