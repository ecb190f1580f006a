import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestView } from '../../src/bridge/views.ts';
import type { AppCore } from '../harness/app/AppCore.ts';
import { approveSignIn } from '../harness/app/approveSignIn.ts';
import { freshComputer } from '../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../harness/app/keyringSession.ts';
import { Organisation } from '../harness/app/Organisation.ts';
import { APPROVED } from '../harness/app/signInState.ts';

await sessionForThisFile();
let organisation: Organisation;
beforeEach(async () => {
  organisation = await Organisation.start();
  await organisation.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
});
afterEach(async () => await organisation.dispose());

/** Copies the data folder of the verifier, which stands still meanwhile. */
async function backUp(): Promise<string> {
  const { dataFolder } = organisation.verifier;
  const copy = await mkdtemp(join(tmpdir(), 'deskfob-backup-'));
  await organisation.goDown();
  await cp(dataFolder, copy, { recursive: true });
  await organisation.comeBack();
  return copy;
}

async function restore(backup: string, app: AppCore): Promise<void> {
  await organisation.comeBack({ dataFolder: backup });
  await app.wake();
  await app.online();
}

/** Time passes everywhere. */
function pass(app: AppCore, ms: number): void {
  app.computer.clock.advance(ms);
  organisation.verifier.clock.advance(ms);
}

async function answerWhileDown(app: AppCore): Promise<RequestView> {
  const asked = await organisation.signIn();
  const request = await app.openRequest();
  await organisation.goDown();
  expect((await app.decide(request, 'approve', asked.number)).ok).toBe(true);
  return request;
}

describe('a verifier that was restored from an older backup', () => {
  it('tells outcomes that apps which know more believe, and a removal', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const backup = await backUp();
    await app.wake();
    await app.online();
    for (let i = 0; i < 3; i += 1) expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    await restore(backup, app);
    expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    const [id = ''] = await organisation.accountIds();
    await organisation.removeAccount(id);
    await app.until('a removed account', () => app.account().state === 'removed');
  });

  it('that had removed the account by then rejects it', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const backup = await backUp();
    await app.wake();
    await app.online();
    for (let i = 0; i < 3; i += 1) expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
    await app.close();
    await organisation.comeBack({ dataFolder: backup });
    const [id = ''] = await organisation.accountIds();
    await organisation.removeAccount(id);
    const again = await app.computer.launch();
    await again.until('a rejected account', () => again.account().state === 'rejected');
  });

  it('does not know accounts paired since; their secrets stay for the day it does', async () => {
    const backup = await backUp();
    const app = await organisation.pairedApp(await freshComputer());
    const newer = organisation.verifier.dataFolder;
    await restore(backup, app);
    await app.until('a rejected account', () => app.account().state === 'rejected');
    await restore(newer, app);
    await app.until('an active account', () => app.account().state === 'active');
    expect(await approveSignIn(organisation, app)).toEqual(APPROVED);
  });

  it('has an answered request open again until its time is over; the app does not ask again, and keeps its outcome', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const asked = await organisation.signIn();
    const request = await app.openRequest();
    const backup = await backUp();
    await app.wake();
    await app.online();
    await app.decide(request, 'approve', asked.number);
    expect(await app.outcomeOf(request)).toBe('approved');
    await restore(backup, app);
    expect([app.requests('open'), app.arrivals.filter((id) => id === request.id)]).toEqual([[], [request.id]]);
    organisation.verifier.clock.advance(301_000);
    await organisation.verifier.sweep();
    expect((await organisation.api.transaction(asked.id)).status).toBe('expired');
    expect(app.history().find(({ id }) => id === request.id)?.outcome).toBe('approved');
  });

  it('does not know a request that was answered here: its outcome is unknown once it is long over, until the verifier is heard after all', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    const backup = await backUp();
    const newer = organisation.verifier.dataFolder;
    await app.wake();
    await app.online();
    const request = await answerWhileDown(app);
    await restore(backup, app);
    expect(app.requests('sending').map(({ id }) => id)).toEqual([request.id]);
    pass(app, 301_000);
    await app.wake();
    await app.online();
    expect(app.requests('sending').map(({ id }) => id)).toEqual([request.id]);
    pass(app, 60_000);
    await app.wake();
    expect(await app.outcomeOf(request)).toBe('unknown');
    expect([app.requests('sending'), app.ends.at(-1)]).toEqual([[], request.id]);
    await restore(newer, app);
    await app.until('the word of the verifier', () => app.history().find(({ id }) => id === request.id)?.outcome === 'expired');
  });

  it('does not know the account of a request that was answered here either: that outcome is unknown, too', async () => {
    const backup = await backUp();
    const app = await organisation.pairedApp(await freshComputer());
    const request = await answerWhileDown(app);
    pass(app, 361_000);
    await restore(backup, app);
    expect(await app.outcomeOf(request)).toBe('unknown');
    expect(app.account().state).toBe('rejected');
  });
});
