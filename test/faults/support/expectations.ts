import { expect } from 'vitest';
import type { ActivityView } from '../../../src/bridge/views.ts';
import { AppProcess } from '../../harness/app/AppProcess.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { allBytes, opened, type Secrets, secretsOf } from '../../harness/app/profileContents.ts';
import { settledEvents } from '../../harness/app/settledEvents.ts';
import { type Asked, type Decision, OUTCOME, signIns, type SignInScene } from './SignInScene.ts';

/** The one sign-in ended as the person decided: at the application, in the verifier's book, in the history, on the wire. */
export async function expectSettledOnce(scene: SignInScene, app: AppProcess, asked: Asked, decision: Decision): Promise<ActivityView> {
  const line = await app.until('the outcome', ({ view }) => signIns(view.activity).find(({ outcome }) => outcome === OUTCOME[decision]));
  expect(await scene.organisation.outcome(asked)).toBe(OUTCOME[decision]);
  expect(await settledEvents(scene.organisation, line.id)).toEqual([OUTCOME[decision]]);
  expect(new Set(scene.answersTo(line.id)).size).toBe(1);
  return line;
}

/** Quit and started once more, the app asks nothing again, knows what happened, and works. */
export async function expectNothingLost(scene: SignInScene, computer: Computer, secrets: Secrets, lines: ActivityView[]): Promise<void> {
  const app = await AppProcess.launch(computer.folder);
  await app.online();
  const { view, arrivals } = await app.report();
  expect(arrivals).toEqual([]);
  expect(view.requests.filter(({ phase }) => phase !== 'settled')).toEqual([]);
  expect(signIns(view.activity)).toEqual(lines);
  expect(view.accounts).toMatchObject([{ state: 'active' }]);
  expect(await scene.organisation.api.passcode('anna', view.passcodes[view.accounts[0]?.id ?? '']?.current ?? '')).toMatchObject({
    valid: true,
  });
  const asked = await scene.organisation.signIn();
  expect(await app.decide(await app.openRequest(), 'approve', asked.number)).toMatchObject({ ok: true });
  expect(await scene.organisation.outcome(asked)).toBe('approved');
  await app.close();
  expectNoSecretIn(computer, secrets);
  expect(await secretsOf(computer)).toMatchObject({ deviceKey: secrets.deviceKey, seed: secrets.seed });
  expect(await opened(computer, 'pairing')).toEqual([]);
  expect(allBytes(computer.folder)).not.toMatch(/\.tmp\n/);
}

/** Whatever lies in the profile, left over or not, is sealed. */
export function expectNoSecretIn({ folder }: Computer, { deviceKey, seed }: Secrets): void {
  const bytes = allBytes(folder);
  expect(bytes).not.toContain(deviceKey);
  expect(bytes).not.toContain(seed);
}
