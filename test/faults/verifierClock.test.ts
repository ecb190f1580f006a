import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceSocket } from '../harness/verifier/DeviceSocket.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Organisation, type PairingPage } from '../harness/app/Organisation.ts';
import { APPROVED, signInState } from '../harness/app/signInState.ts';

const HOURS_MS = 3 * 3_600_000;

await sessionForThisFile();
let organisation: Organisation;
beforeEach(async () => {
  organisation = await Organisation.start({ pingIntervalMs: 200 });
  await organisation.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
});
afterEach(async () => await organisation.dispose());

/** Anna has the page ask again. @returns the number that it shows then */
async function askAgain({ id }: PairingPage): Promise<string> {
  const { body } = await organisation.api.call<{ number?: string }>('POST', `/v1/pairing-keys/${id}/request`);
  if (body.number === undefined) throw new Error(`the page shows no number: ${JSON.stringify(body)}`);
  return body.number;
}

describe.each([
  ['forward', HOURS_MS],
  ['back', -HOURS_MS],
  ['forward by a minute', 60_000],
])("a verifier's clock that is set %s", (_, stepMs) => {
  it('closes the sockets of those who were told the old time', async () => {
    const device = await pairActive(organisation.api, organisation.verifier.clock.nowMs());
    const socket = await DeviceSocket.attached(device);
    organisation.verifier.clock.stepWall(stepMs);
    expect(await socket.closeCode()).toBe(4408);
  });

  it('is learnt by apps that are connected: their passcodes and requests go on at once', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    organisation.verifier.clock.stepWall(stepMs);
    await app.until('the new time', ({ verifiers }) => Math.abs((verifiers[0]?.clockOffsetMs ?? 0) - stepMs) < 3_000);
    await app.online();
    const passcode = app.account().passcode?.current ?? '';
    expect(await organisation.api.passcode('anna', passcode)).toMatchObject({ valid: true });
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    expect(request.remainingMs).toBeGreaterThan(200_000);
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
    expect(await app.outcomeOf(request)).toBe('approved');
    expect(await signInState(organisation, app, asked, request)).toMatchObject({ ...APPROVED, arrivals: expect.any(Number) });
  });
});

describe('a pairing that waits while the clock of the verifier is set', () => {
  it('back is confirmed by its number all the same', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    await app.openRequest();
    organisation.verifier.clock.stepWall(-HOURS_MS);
    await app.until('the new time', ({ verifiers }) => Math.abs((verifiers[0]?.clockOffsetMs ?? 0) + HOURS_MS) < 3_000);
    await app.online();
    expect(app.account().state).toBe('waiting');
    const request = await app.openRequest();
    const number = await organisation.pairingNumber(page);
    expect((await app.decide(request, 'approve', number)).ok).toBe(true);
    await app.until('an active account', () => app.account().state === 'active');
    expect((await organisation.api.pairing(page.id)).state).toBe('active');
  });

  it('past the request goes on waiting, and is confirmed when it is asked again', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    const first = await app.openRequest();
    organisation.verifier.clock.stepWall(400_000);
    expect(await app.outcomeOf(first)).toBe('missed');
    await app.online();
    expect(app.account().state).toBe('waiting');
    const number = await askAgain(page);
    const request = await app.openRequest();
    expect(request.id).not.toBe(first.id);
    expect((await app.decide(request, 'approve', number)).ok).toBe(true);
    await app.until('an active account', () => app.account().state === 'active');
  });

  it('past the account ends it for good, also when the clock is set back', async () => {
    const app = await (await freshComputer()).launch();
    const page = await organisation.pairingPage();
    await app.pairByLink(page.link);
    await app.openRequest();
    organisation.verifier.clock.stepWall(HOURS_MS);
    await app.until('an account that nobody confirmed', () => app.account().state === 'unconfirmed');
    organisation.verifier.clock.stepWall(-HOURS_MS);
    expect((await organisation.api.pairing(page.id)).state).toBe('expired');
    expect(await organisation.accountIds()).toEqual([]);
    expect([app.requests('open'), app.account().state, app.account().passcode]).toEqual([[], 'unconfirmed', undefined]);
    await organisation.pair(await (await freshComputer()).launch());
  });
});
