import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppCore } from '../harness/app/AppCore.ts';
import type { Computer } from '../harness/app/Computer.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Middleman } from '../harness/app/Middleman.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { APPROVED, signInState } from '../harness/app/signInState.ts';

const HOURS_MS = 3 * 3_600_000;

await sessionForThisFile();
let organisation: Organisation;
beforeAll(async () => {
  organisation = await Organisation.start();
  await organisation.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
});
afterAll(async () => await organisation.dispose());

/** The very request that was open is open still, and can be approved. */
async function expectAlive(app: AppCore, asked: Awaited<ReturnType<Organisation['signIn']>>, id: string): Promise<void> {
  const request = await app.openRequest();
  expect(request.id).toBe(id);
  expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
  expect(await app.outcomeOf(request)).toBe('approved');
  expect(await signInState(organisation, app, asked, request)).toMatchObject({ ...APPROVED, arrivals: expect.any(Number) });
}

describe.each([
  ['forward', HOURS_MS],
  ['back', -HOURS_MS],
  ['forward by less than a request is remembered', 320_000],
])("a computer's clock that is stepped %s", (_, stepMs) => {
  it('before it wakes from sleep kills no living request', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const { id } = await app.openRequest();
    app.computer.clock.stepWall(stepMs);
    await app.wake();
    await app.online();
    await expectAlive(app, asked, id);
  });

  it('between two starts kills no living request', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const { id } = await before.openRequest();
    await before.close();
    before.computer.clock.stepWall(stepMs);
    const app = await before.computer.launch();
    await app.online();
    await expectAlive(app, asked, id);
  });
});

describe('a request that was answered and that somebody repeats is not shown again', () => {
  let middleman: Middleman;
  let behind: Organisation;
  beforeEach(async () => {
    middleman = await Middleman.start();
    behind = await Organisation.behind(middleman);
    await behind.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
  });
  afterEach(async () => {
    middleman.stop();
    await behind.dispose();
  });

  /** @returns the computer and the frame that brought the request */
  async function approvedOnce(): Promise<{ computer: Computer; frame: string }> {
    const app = await behind.pairedApp(await freshComputer());
    const asked = await behind.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', asked.number);
    expect(await app.outcomeOf(request)).toBe('approved');
    await app.close();
    return { computer: app.computer, frame: middleman.toApp.findLast((text) => text.startsWith('{"type":"request"')) ?? '' };
  }

  async function expectNotShown(computer: Computer, frame: string): Promise<void> {
    const app = await computer.launch();
    await app.online();
    const before = middleman.toVerifier.length;
    middleman.slip(frame);
    const receipt = expect.stringContaining('"received"');
    await expect.poll(() => middleman.toVerifier.slice(before), { timeout: 20_000 }).toContainEqual(receipt);
    expect([app.arrivals, app.requests('open')]).toEqual([[], []]);
  }

  it("although the computer's clock was hours ahead at a start without a connection", async () => {
    const { computer, frame } = await approvedOnce();
    computer.clock.stepWall(HOURS_MS);
    const { target } = middleman;
    middleman.target = 1;
    const ahead = await computer.launch();
    expect(ahead.view().verifiers[0]?.connection).not.toBe('online');
    await ahead.close();
    middleman.target = target;
    computer.clock.stepWall(-HOURS_MS);
    await expectNotShown(computer, frame);
  });

  it("although the verifier's clock was hours ahead at two starts", async () => {
    const { computer, frame } = await approvedOnce();
    behind.verifier.clock.stepWall(HOURS_MS);
    for (let start = 0; start < 2; start += 1) {
      const ahead = await computer.launch();
      await ahead.online();
      await ahead.close();
    }
    behind.verifier.clock.stepWall(-HOURS_MS);
    await expectNotShown(computer, frame);
  });
});

describe("the verifier's clock", () => {
  it('set forward ends what is open, and set back brings nothing of it to life', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    const page = await organisation.pairingPage();
    organisation.verifier.clock.stepWall(HOURS_MS);
    await organisation.verifier.sweep();
    organisation.verifier.clock.stepWall(-HOURS_MS);
    expect(await organisation.outcome(asked)).toBe('expired');
    expect(await app.outcomeOf(request)).toBe('missed');
    expect((await app.decide(request, 'approve', asked.number)).ok).toBe(false);
    expect((await organisation.api.pairing(page.id)).state).toBe('expired');
    const other = await (await freshComputer()).launch();
    expect(await other.pairByLink(page.link)).toMatchObject({ step: 'failed', error: 'pairing-refused' });
  });

  it('set back takes no passcode a second time', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const used = app.account().passcode?.current ?? '';
    expect((await organisation.api.passcode('anna', used)).valid).toBe(true);
    organisation.verifier.clock.stepWall(30_000);
    expect((await organisation.api.passcode('anna', used)).valid).toBe(false);
    organisation.verifier.clock.stepWall(-60_000);
    expect((await organisation.api.passcode('anna', used)).valid).toBe(false);
    organisation.verifier.clock.stepWall(30_000);
  });
});
