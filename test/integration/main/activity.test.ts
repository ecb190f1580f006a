import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ActivityPage, ActivityQuery } from '../../../src/bridge/activity.ts';
import { journalFolderOf } from '../../../src/main/vault/VaultFolder.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
const folder = await mkdtemp(join(tmpdir(), 'deskfob-export-'));
afterAll(async () => {
  await organisation.dispose();
  await rm(folder, { recursive: true });
});

async function page(app: AppCore, query: Partial<ActivityQuery> = {}): Promise<ActivityPage> {
  const result = await app.ask('activity:query', { search: '', offset: 0, limit: 200, ...query });
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** The app with a pairing, an approved and a denied sign-in behind it. */
async function livedIn(): Promise<AppCore> {
  const app = await organisation.pairedApp(await freshComputer());
  for (const decision of ['approve', 'deny'] as const) {
    const asked = await organisation.signIn('vpn', { origin: { address: '198.51.100.7', client: 'Firefox on Windows' } });
    const request = await app.openRequest();
    await app.decide(request, decision, asked.number);
    await app.outcomeOf(request);
  }
  return app;
}

const outcomes = ({ lines }: ActivityPage): (string | undefined)[] => lines.map(({ outcome }) => outcome);

describe('the history', () => {
  it('tells a page what happened, what was decided and how, and finds it again', async () => {
    const app = await livedIn();
    const all = await page(app, { kind: 'requests', search: 'acme vpn' });
    expect(outcomes(all)).toEqual(['denied', 'approved']);
    expect(all.lines[1]).toMatchObject({
      application: 'Acme VPN',
      organisation: 'Acme GmbH',
      subscriber: 'Anna Weber',
      decision: 'approve',
      method: { match: 'entry', userVerification: 'none', by: 'window' },
    });
    expect(outcomes(await page(app, { outcome: 'approved', search: 'vpn' }))).toEqual(['approved']);
    expect((await page(app, { kind: 'pairings' })).lines.map(({ type }) => type)).toEqual(['activated', 'paired']);
    expect(await page(app, { search: 'nothing like it' })).toMatchObject({ found: 0, organisations: ['Acme GmbH'] });
    const before = await page(app);
    expect((await page(await app.restart())).lines).toEqual(before.lines);
  });

  it('lies sealed on the disk', async () => {
    const app = await livedIn();
    expect(allBytes(journalFolderOf(app.computer.vaultFolder))).not.toMatch(/Acme|Anna|approved/);
  });

  it('is saved as a table, whole or not at all', async () => {
    const app = await livedIn();
    const { computer } = app;
    computer.exportFile = join(folder, 'history.csv');
    await writeFile(computer.exportFile, 'what was there');
    expect(await app.ask('activity:export', { search: 'vpn', outcome: 'approved' })).toEqual({ ok: true, value: { written: 1 } });
    const [header, row, ...rest] = (await readFile(computer.exportFile, 'utf8')).split('\r\n');
    expect(header).toMatch(/^\uFEFFtime,type,/);
    expect(row).toMatch(/^\d{4}-\d\d-\d\dT.*Z,request,sign-in,Acme GmbH,Anna Weber,Acme VPN,approve,approved,entry,none,window,/);
    expect(rest).toEqual(['']);
    computer.exportFile = join(folder, 'no', 'such', 'folder.csv');
    expect(await app.ask('activity:export', { search: '' })).toEqual({ ok: false, error: 'export-failed' });
    computer.exportFile = undefined;
    expect(await app.ask('activity:export', { search: '' })).toEqual({ ok: true, value: { written: undefined } });
    expect(await readdir(folder)).toEqual(['history.csv']);
  });
});

describe('what the person deletes', () => {
  it('by a shorter retention does not come back, not even what has just ended', async () => {
    const app = await livedIn();
    const { kept } = await page(app);
    expect(await app.ask('activity:tooOld', { retention: 'nothing' })).toEqual({ ok: true, value: { count: kept } });
    await app.ask('settings:change', { activityRetention: 'nothing' });
    await app.ask('settings:change', { activityRetention: 'forever' });
    expect(await page(app)).toMatchObject({ kept: 0 });
    const again = await app.restart();
    await again.online();
    expect(await page(again)).toMatchObject({ kept: 0 });
    const asked = await organisation.signIn();
    const request = await again.openRequest();
    await again.decide(request, 'approve', asked.number);
    expect(await again.outcomeOf(request)).toBe('approved');
    expect(await page(again)).toMatchObject({ kept: 1 });
  });

  it('with an account goes with it, and does not come back with the next start', async () => {
    const app = await livedIn();
    const account = app.account();
    const asked = await organisation.signIn();
    await app.openRequest();
    expect(await app.ask('accounts:remove', { id: account.id, deleteHistory: true })).toEqual({ ok: true, value: undefined });
    expect(await page(app)).toMatchObject({ kept: 0 });
    expect(await page(await app.restart())).toMatchObject({ kept: 0 });
    expect(await organisation.outcome(asked)).not.toBe('approved');
  });

  it('stays where only the account is removed', async () => {
    const app = await livedIn();
    const { kept } = await page(app);
    await app.ask('accounts:remove', { id: app.account().id });
    const after = await page(await app.restart());
    expect(after.kept).toBe(kept + 1);
    expect(after.lines[0]?.type).toBe('removed');
  });
});

describe('a history that somebody damaged', () => {
  it('is put aside, and people still sign in', async () => {
    const app = await livedIn();
    await app.close();
    const file = join(journalFolderOf(app.computer.vaultFolder), 'activity.jsonl');
    await writeFile(file, (await readFile(file, 'latin1')).replaceAll('A', 'B'), 'latin1');
    const again = await app.computer.launch();
    expect(again.view().vault.state).toBe('open');
    // What had just ended is told once more by the journal of requests; the pairing is lost, and a line says so.
    const after = await page(again);
    expect(after.lines[0]?.type).toBe('damaged');
    expect(after.lines.map(({ type }) => type)).not.toContain('paired');
    const asked = await organisation.signIn();
    const request = await again.openRequest();
    await again.decide(request, 'approve', asked.number);
    expect(await again.outcomeOf(request)).toBe('approved');
    expect(await page(await again.restart())).toMatchObject({ kept: after.kept + 1 });
  });
});
