import { TOTP } from 'otpauth';
import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

const TEN_MINUTES_MS = 600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

const passcodeOf = (app: AppCore): string => app.account().passcode?.current ?? 'none';

async function isAccepted(app: AppCore): Promise<boolean> {
  return (await organisation.api.passcode('anna', passcodeOf(app))).valid;
}

/** Time passes everywhere until the app shows the next passcode. */
function toNextPasscode(app: AppCore): void {
  const ms = Math.ceil(app.account().passcode?.remainingMs ?? 0) + 5;
  app.computer.clock.advance(ms);
  organisation.verifier.clock.advance(ms);
}

/** A request just sent has about its whole minute left, whatever this computer's clock says. */
async function expectFullMinute(app: AppCore): Promise<void> {
  const asked = await organisation.signIn();
  const request = await app.openRequest();
  expect(request.remainingMs).toBeGreaterThan(55_000);
  expect(request.remainingMs).toBeLessThan(62_000);
  await app.decide(request, 'approve', asked.number);
  expect(await app.outcomeOf(request)).toBe('approved');
}

describe('passcodes', () => {
  it('are accepted once, and so is the next one when its time has come', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const { current, next, periodMs, remainingMs } = app.account().passcode ?? {};
    expect(periodMs).toBe(30_000);
    expect(remainingMs).toBeLessThanOrEqual(30_000);
    expect((await organisation.api.passcode('anna', current ?? '')).valid).toBe(true);
    expect((await organisation.api.passcode('anna', current ?? '')).valid).toBe(false);
    toNextPasscode(app);
    expect(passcodeOf(app)).toBe(next);
    expect(await isAccepted(app)).toBe(true);
    expect(await isAccepted(app)).toBe(false);
  });

  it('are copied without passing a page, and leave the clipboard again', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    expect(await app.ask('passcodes:copy', { id: app.account().id })).toEqual({ ok: true, value: { clearedInMs: 30_000 } });
    expect(app.computer.clipboardText).toBe(passcodeOf(app));
    app.computer.clock.advance(30_000);
    await expect.poll(() => app.computer.clipboardText).toBe('');
  });

  it('leave alone what was copied after them', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await app.ask('passcodes:copy', { id: app.account().id });
    app.computer.clipboardText = 'a shopping list';
    app.computer.clock.advance(30_000);
    await app.close();
    expect(app.computer.clipboardText).toBe('a shopping list');
  });
});

describe.each([
  ['ahead', TEN_MINUTES_MS],
  ['behind', -TEN_MINUTES_MS],
])('on a computer whose clock is ten minutes %s', (_, wallAheadMs) => {
  it('passcodes are right, and so is the time that requests have left', async () => {
    const app = await organisation.pairedApp(await freshComputer({ wallAheadMs }));
    const [verifier] = app.view().verifiers;
    expect((verifier?.clockOffsetMs ?? 0) + wallAheadMs).toBeGreaterThan(-2_500);
    expect((verifier?.clockOffsetMs ?? 0) + wallAheadMs).toBeLessThan(62_500);
    expect(await isAccepted(app)).toBe(true);
    await expectFullMinute(app);
  });

  it('codes of ordinary sites are right as well, shown and copied', async () => {
    const app = await organisation.pairedApp(await freshComputer({ wallAheadMs }));
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await app.ask('import:texts', { texts: [`otpauth://totp/ACME:anna?secret=${secret}`] });
    await app.ask('import:confirm', undefined);
    const [account] = app.view().otpAccounts;
    const around = (): string[] =>
      [-1, 0, 1].map((steps) => new TOTP({ secret }).generate({ timestamp: organisation.verifier.clock.nowMs() + steps * 2_000 }));
    expect(around()).toContain(app.view().passcodes[account?.id ?? '']?.current);
    await app.ask('passcodes:copy', { id: account?.id ?? '' });
    expect(around()).toContain(app.computer.clipboardText);
  });

  it('they stay right without the verifier, after a restart, too', async () => {
    const before = await organisation.pairedApp(await freshComputer({ wallAheadMs }));
    await before.close();
    await organisation.goDown();
    const app = await before.computer.launch();
    const shown = passcodeOf(app);
    expect(app.view().verifiers[0]?.connection).not.toBe('online');
    await organisation.comeBack();
    expect((await organisation.api.passcode('anna', shown)).valid).toBe(true);
  });
});

describe.each([
  ['forward', TEN_MINUTES_MS],
  ['back', -TEN_MINUTES_MS],
])('when the clock of the computer is set %s while the app runs', (_, stepMs) => {
  it('passcodes and countdowns do not notice', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const before = await app.openRequest();
    const passcode = app.account().passcode;
    app.computer.clock.stepWall(stepMs);
    const after = await app.openRequest();
    expect(before.remainingMs - after.remainingMs).toBeGreaterThanOrEqual(0);
    expect(before.remainingMs - after.remainingMs).toBeLessThan(2_000);
    expect([passcode?.current, passcode?.next]).toContain(passcodeOf(app));
    expect(await isAccepted(app)).toBe(true);
    await app.decide(after, 'approve', asked.number);
    expect(await app.outcomeOf(after)).toBe('approved');
    await expectFullMinute(app);
  });

  it('and after the next start they are right again as soon as the verifier answers', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    await before.close();
    before.computer.clock.stepWall(stepMs);
    const app = await before.computer.launch();
    await app.online();
    expect(await isAccepted(app)).toBe(true);
    await expectFullMinute(app);
  });
});

describe('after a week asleep', () => {
  it('a request that was open is missed, stands in the history, and never comes up again', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    const arrivals = app.arrivals.length;
    app.computer.clock.sleep(WEEK_MS);
    organisation.verifier.clock.advance(WEEK_MS);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('missed');
    expect(app.requests('open')).toEqual([]);
    expect(app.history().find(({ id }) => id === request.id)).toMatchObject({ application: 'Acme VPN' });
    expect(await app.ask('requests:decide', { id: request.id, decision: 'approve', number: asked.number })).toEqual({
      ok: false,
      error: 'request-expired',
    });
    await app.online();
    await expect.poll(async () => (await organisation.api.transaction(asked.id)).status).toBe('expired');
    const again = await app.restart();
    await again.online();
    expect(again.history().find(({ id }) => id === request.id)?.outcome).toBe('missed');
    expect(again.requests('open')).toEqual([]);
    expect([app.arrivals.length, again.arrivals.length]).toEqual([arrivals, 0]);
    expect(await isAccepted(again)).toBe(true);
  });

  it('without the verifier it is missed all the same', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await organisation.signIn();
    const request = await app.openRequest();
    await organisation.goDown();
    app.computer.clock.sleep(WEEK_MS);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('missed');
    expect(app.requests('open')).toEqual([]);
    await organisation.comeBack();
  });
});
