import { afterAll, describe, expect, it } from 'vitest';
import { answerSchema } from '../../../src/protocol/messages/answer.ts';
import { peekPayload } from '../../../src/protocol/jws.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { Middleman } from '../../harness/app/Middleman.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { ScriptedVerifier } from '../../unit/main/support/ScriptedVerifier.ts';

const PIN = '271828';
await sessionForThisFile();
const middleman = await Middleman.start();
const organisation = await Organisation.behind(middleman);
await organisation.api.setApplication('mail', { name: 'Mail', userVerification: 'discouraged' });
afterAll(async () => {
  middleman.stop();
  await organisation.dispose();
});

/** How the newest answer that went out says that the person was verified. */
function uvSent(): string | undefined {
  const frames = middleman.toVerifier.map((frame) => JSON.parse(frame) as { type: string; answer?: string });
  const answer = frames.findLast(({ type }) => type === 'answer')?.answer;
  return answer === undefined ? undefined : peekPayload(answer, answerSchema).uv;
}

async function withSystem(): Promise<{ app: AppCore; computer: Computer; system: ScriptedVerifier }> {
  const computer = await freshComputer();
  const system = new ScriptedVerifier();
  computer.systemVerifier = system;
  const app = await computer.launch();
  await app.ask('lock:open', {});
  await organisation.pair(app);
  system.messages.length = 0;
  return { app, computer, system };
}

async function withPin(): Promise<{ app: AppCore; computer: Computer }> {
  const computer = await freshComputer();
  const app = await organisation.pairedApp(computer);
  expect(await app.ask('pin:set', { pin: PIN })).toMatchObject({ ok: true });
  return { app, computer };
}

describe('a sign-in that requires user verification', () => {
  it('reaches no app that cannot verify anybody, and each as soon as it can', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await expect(organisation.signIn('safe')).rejects.toThrow();
    await app.ask('pin:set', { pin: PIN });
    const asked = await eventually(async () => await organisation.signIn('safe'));
    const request = await app.openRequest();
    expect(await app.decide(request, 'approve', asked.number)).toEqual({ ok: false, error: 'pin-required' });
    expect(await app.decide(request, 'approve', asked.number, '314159')).toEqual({ ok: false, error: 'pin-wrong' });
    expect(await app.decide(request, 'approve', asked.number, PIN)).toEqual({ ok: true, value: undefined });
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(uvSent()).toBe('pin');
    await app.ask('accounts:remove', { id: app.account().id });
  });

  it('is approved by the system’s prompt, which says what for, and once for each', async () => {
    const { app, system } = await withSystem();
    for (let round = 0; round < 2; round += 1) {
      const asked = await eventually(async () => await organisation.signIn('safe'));
      const request = await app.openRequest();
      system.answer = { result: 'refused' };
      expect(await app.decide(request, 'approve', asked.number)).toEqual({ ok: false, error: 'user-verification-refused' });
      system.answer = { result: 'verified' };
      expect(await app.decide(request, 'approve', asked.number)).toMatchObject({ ok: true });
      expect(await organisation.outcome(asked)).toBe('approved');
      expect(uvSent()).toBe('touch-id');
      await app.noOpenRequest();
    }
    expect(system.messages).toEqual(Array.from({ length: 4 }, () => 'approve the sign-in to Safe as Anna Weber'));
    await app.ask('accounts:remove', { id: app.account().id });
  });

  it('asks nobody before the number is there, nor to deny', async () => {
    const { app, system } = await withSystem();
    const asked = await eventually(async () => await organisation.signIn('safe'));
    const request = await app.openRequest();
    expect(await app.decide(request, 'approve')).toEqual({ ok: false, error: 'number-required' });
    expect(await app.decide(request, 'deny')).toMatchObject({ ok: true });
    expect(await organisation.outcome(asked)).toBe('denied');
    expect(uvSent()).toBe('none');
    expect(system.messages).toEqual([]);
    await app.ask('accounts:remove', { id: app.account().id });
  });

  it('takes its prompt back when the page withdraws it, and a late yes approves nothing', async () => {
    const { app, system } = await withSystem();
    const asked = await eventually(async () => await organisation.signIn('safe'));
    const request = await app.openRequest();
    system.hold();
    const deciding = app.decide(request, 'approve', asked.number);
    await app.until('the prompt', ({ requests }) => requests.find(({ verifying }) => verifying === true));
    await organisation.withdraw(asked);
    expect(await deciding).toMatchObject({ ok: false });
    expect(system.ended).toBe(1);
    expect(await organisation.outcome(asked)).toBe('cancelled');
    await app.ask('accounts:remove', { id: app.account().id });
  });
});

describe('a sign-in that only prefers it, or not even that', () => {
  it('asks when something is set up, and tells the truth about what cannot', async () => {
    const { app, system } = await withSystem();
    const approve = async (application: string): Promise<string | undefined> => {
      const asked = await organisation.signIn(application);
      await app.decide(await app.openRequest(), 'approve', asked.number);
      expect(await organisation.outcome(asked)).toBe('approved');
      await app.noOpenRequest();
      return uvSent();
    };
    expect(await approve('vpn')).toBe('touch-id');
    expect(await approve('mail')).toBe('none');
    system.answer = { result: 'failed' };
    expect(await approve('vpn')).toBe('none');
    system.answer = { result: 'verified' };
    await app.ask('protection:change', { changes: { verifyApprovals: true } });
    expect(await approve('mail')).toBe('touch-id');
    await app.ask('accounts:remove', { id: app.account().id });
  });

  it('wants it all the same where the administrator says so', async () => {
    const { app, computer } = await withPin();
    const managed = await app.restart({ policy: { verifyApprovals: true, damaged: false } });
    await managed.ask('lock:open', { pin: PIN });
    await managed.online();
    expect(await managed.ask('protection:change', { changes: { verifyApprovals: false }, pin: PIN })).toEqual({
      ok: false,
      error: 'managed',
    });
    const asked = await organisation.signIn('mail');
    const request = await managed.openRequest();
    expect(await managed.decide(request, 'approve', asked.number)).toEqual({ ok: false, error: 'pin-required' });
    expect(await managed.decide(request, 'approve', asked.number, PIN)).toMatchObject({ ok: true });
    expect(await organisation.outcome(asked)).toBe('approved');
    expect(uvSent()).toBe('pin');
    expect(computer.questions).toHaveLength(1);
    await managed.ask('accounts:remove', { id: managed.account().id });
  });
});

/** The verifier hears of a new capability a moment later. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
