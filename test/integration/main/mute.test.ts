import { afterAll, describe, expect, it } from 'vitest';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { Organisation } from '../../harness/app/Organisation.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

/** What the verifier says to somebody who wants to ask Anna. */
async function ask(): Promise<string> {
  const { status, body } = await organisation.api.call<{ error?: string; id?: string }>('POST', '/v1/transactions', {
    subscriber: 'anna',
    application: 'vpn',
  });
  if (body.id !== undefined) await organisation.withdraw({ id: body.id });
  return status === 201 ? 'asked' : (body.error ?? '');
}

async function deny(app: AppCore, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const asked = await organisation.signIn();
    await app.decide(await app.openRequest(), 'deny');
    await organisation.outcome(asked);
    await app.noOpenRequest();
  }
}

const confirmed = async (app: AppCore): Promise<void> =>
  void (await app.until('the verifier’s word', () => app.account().mute?.isConfirmed === true));

describe('a mute', () => {
  it('is offered after three unexpected requests, keeps the verifier from asking, and is ended again', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await deny(app, 2);
    expect(app.account().unexpectedRequests).toBeUndefined();
    await deny(app, 1);
    const { id, unexpectedRequests } = await app.until('an offer', () => app.account().unexpectedRequests !== undefined && app.account());
    expect(unexpectedRequests).toBe(3);

    expect(await app.ask('accounts:mute', { id, span: 'quarter-hour' })).toMatchObject({ ok: true });
    await confirmed(app);
    expect(app.account().unexpectedRequests).toBeUndefined();
    expect(await ask()).toBe('no-account');

    const again = await app.restart();
    await again.online();
    expect(again.account().mute).toMatchObject({ isConfirmed: true });
    expect(await again.ask('accounts:endMute', { id })).toMatchObject({ ok: true });
    expect(again.account().mute).toBeUndefined();
    await expect.poll(ask).toBe('asked');
    await organisation.removeAccount((await organisation.accountIds())[0] ?? '');
    await again.close();
  });

  it('counts here at once while the verifier is away, and is told to it as soon as it is back', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await deny(app, 3);
    const { id } = app.account();
    await organisation.goDown();
    expect(await app.ask('accounts:mute', { id, span: 'hour' })).toMatchObject({ ok: true });
    expect(app.account().mute).toMatchObject({ isConfirmed: false });
    const again = await app.restart();
    expect(again.account().mute).toMatchObject({ isConfirmed: false });
    await organisation.comeBack();
    await confirmed(again);
    expect(await ask()).toBe('no-account');
    await again.close();
  });

  it('brings nothing up that comes all the same, and keeps it as missed', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const { id } = app.account();
    const other = await organisation.signIn();
    await app.openRequest();
    const arrived = app.arrivals.length;
    expect(await app.ask('accounts:mute', { id, span: 'tomorrow' })).toMatchObject({ ok: true });
    await confirmed(app);
    // Open when the app starts anew: it came before the mute was heard.
    const again = await app.restart();
    const request = await again.openRequest();
    await again.online();
    expect(again.arrivals).toEqual([]);
    expect(arrived).toBeGreaterThan(0);
    again.computer.clock.advance(request.remainingMs + 1_000);
    expect(await again.outcomeOf(request)).toBe('missed');
    expect(again.halfTimes).toEqual([]);
    await organisation.withdraw(other);
  });

  it('is only for an account that works', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const { id } = app.account();
    expect(await app.ask('accounts:mute', { id: 'other', span: 'hour' })).toEqual({ ok: false, error: 'account-unknown' });
    expect(await app.ask('accounts:endMute', { id })).toMatchObject({ ok: true });
    await app.ask('accounts:remove', { id });
    expect(await app.ask('accounts:mute', { id, span: 'hour' })).toEqual({ ok: false, error: 'account-unknown' });
  });
});
