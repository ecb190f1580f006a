import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyTableRow, KEY_TABLE_HEADER } from '../../../src/verifier/cli/keyTable.ts';
import type { PairingKeyLine } from '../../../src/verifier/pairings/PairingKeyLists.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { freshFolder, sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes, opened } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const PEOPLE = Array.from({ length: 30 }, (_, n) => `test.${n + 1}`);
let organisation: Organisation;
beforeAll(async () => {
  organisation = await Organisation.start();
  for (const name of PEOPLE) await organisation.api.addSubscriber(name);
});
afterAll(async () => await organisation.dispose());

/** The table that the organisation's administrator makes. */
async function keyTable(subscribers: readonly string[], confirm: boolean): Promise<string> {
  const { body } = await organisation.api.call<{ results: PairingKeyLine[] }>('POST', '/v1/pairing-keys', { subscribers, confirm });
  return [KEY_TABLE_HEADER, ...body.results.map(keyTableRow)].join('\n');
}

describe('many accounts in one go', () => {
  it('are paired from the file that the administrator made, and work at once where the link is enough', async () => {
    const app = await (await freshComputer()).launch();
    app.computer.importFile = join(await freshFolder(), 'keys.csv');
    await writeFile(app.computer.importFile, await keyTable([...PEOPLE, 'nobody'], false));
    await app.ask('import:choose', undefined);
    expect(app.view().pairingList).toMatchObject({
      step: 'review',
      counts: { waiting: 30, failed: 1 },
      hosts: [{ lines: 30, pinned: true, fingerprint: organisation.verifier.jkt }],
    });
    expect(await app.ask('pairings:confirm', undefined)).toEqual({ ok: true, value: undefined });
    expect(app.view().pairingList).toMatchObject({ step: 'done', counts: { paired: 30, failed: 1, waiting: 0 } });
    const active = await app.until('thirty active accounts', ({ accounts }) => {
      const ready = accounts.filter(({ state }) => state === 'active');
      return ready.length === 30 && ready;
    });
    expect(active.map(({ signInName }) => signInName.split('@')[0] ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual(
      PEOPLE.toSorted((a, b) => a.localeCompare(b)),
    );
    expect(app.arrivals).toEqual([]);
    const name = active[0]?.signInName.split('@')[0] ?? '';
    expect((await organisation.api.passcode(name, app.view().passcodes[active[0]?.id ?? '']?.current ?? '')).valid).toBe(true);

    app.computer.exportFile = join(await freshFolder(), 'results.csv');
    expect(await app.ask('pairings:save', undefined)).toEqual({ ok: true, value: { written: 31 } });
    const saved = await readFile(app.computer.exportFile, 'utf8');
    const rows = saved.trimEnd().split('\r\n');
    expect(rows).toHaveLength(32);
    expect(rows[31]).toBe('31,nobody,,failed,line-unknown');
    expect(saved).not.toMatch(/[0-9A-HJKMNP-TV-Z]{26}/);
    await app.ask('pairings:close', undefined);
    expect(app.view().pairingList).toEqual({ step: 'none' });
  });

  it('wait for confirmation where the organisation wants it, each with its own number', async () => {
    const app = await (await freshComputer()).launch();
    const text = await keyTable(PEOPLE.slice(0, 3), true);
    await app.ask('import:file', { bytes: Buffer.from(text) });
    await app.ask('pairings:confirm', undefined);
    expect(app.view().accounts.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    await app.until('three requests', () => app.requests('open').length === 3);
    expect(await app.ask('pairings:close', undefined)).toEqual({ ok: true, value: undefined });
  });

  it('are seen as such when several codes are scanned or many links pasted', async () => {
    const app = await (await freshComputer()).launch();
    const pages = [await organisation.pairingPage(), await organisation.pairingPage()];
    await app.ask('import:texts', { texts: pages.map(({ link }) => link) });
    expect(app.view().pairingList).toMatchObject({ step: 'review', counts: { waiting: 2 } });
    await app.ask('pairings:close', undefined);
    const keys = pages.map(({ signInName, typedKey }) => `${signInName} ${typedKey}`).join('\n');
    await app.ask('pairings:openList', { text: keys });
    await app.ask('pairings:confirm', undefined);
    expect(app.view().pairingList).toMatchObject({ step: 'compare', hosts: [{ fingerprint: organisation.verifier.jkt }] });
    await app.ask('pairings:confirm', undefined);
    expect(app.view().pairingList).toMatchObject({ step: 'done', counts: { paired: 2 } });
  });

  it('are refused as a whole where no line is one', async () => {
    const app = await (await freshComputer()).launch();
    expect(await app.ask('pairings:openList', { text: 'Hello,\nWorld' })).toEqual({ ok: false, error: 'list-empty' });
    expect(await app.ask('pairings:openList', { text: 'subscriber,link\n"anna' })).toEqual({ ok: false, error: 'list-damaged' });
    expect(app.view().pairingList).toEqual({ step: 'none' });
  });

  it('go on after the organisation was away, and lose none', async () => {
    const app = await (await freshComputer()).launch();
    await app.ask('import:file', { bytes: Buffer.from(await keyTable(PEOPLE.slice(0, 8), false)) });
    await organisation.goDown();
    await app.ask('pairings:confirm', undefined);
    expect(app.view().pairingList).toMatchObject({ step: 'stopped', problem: 'verifier-unreachable', counts: { waiting: 8 } });
    const again = await app.restart();
    expect(again.view().pairingList).toMatchObject({ step: 'stopped', counts: { waiting: 8 } });
    await organisation.comeBack();
    await again.ask('pairings:confirm', undefined);
    expect(again.view().pairingList).toMatchObject({ step: 'done', counts: { paired: 8 } });
    await again.until('eight active accounts', ({ accounts }) => accounts.filter(({ state }) => state === 'active').length === 8);
  });

  it('survive a kill at every step of their pairings, none twice and none lost', async () => {
    for (const point of ['pairing:sealed', 'pairing:granted', 'pairing:account-kept', 'pairing:told'] as const) {
      const computer = await freshComputer();
      const app = await computer.launch();
      await app.ask('import:file', { bytes: Buffer.from(await keyTable(PEOPLE.slice(0, 6), false)) });
      app.dieAt(point, 3);
      await app.ask('pairings:confirm', undefined);
      const again = await computer.launch();
      if (again.view().pairingList.step !== 'done') await again.ask('pairings:confirm', undefined);
      expect(again.view().pairingList, point).toMatchObject({ step: 'done', counts: { paired: 6, failed: 0 } });
      await again.until('six active accounts', ({ accounts }) => accounts.filter(({ state }) => state === 'active').length === 6);
      expect(again.view().accounts, point).toHaveLength(6);
    }
  });

  it('leave no key behind once they are closed, and none lies open while they wait', async () => {
    const app = await (await freshComputer()).launch();
    const table = await keyTable(PEOPLE.slice(0, 2), false);
    const keys = [...table.matchAll(/key=([0-9A-Z]{26})/g)].map(([, key]) => key ?? '');
    await app.ask('import:file', { bytes: Buffer.from(table) });
    await organisation.goDown();
    await app.ask('pairings:confirm', undefined);
    await organisation.comeBack();
    const sealed = JSON.stringify((await opened(app.computer, 'pairing-list')).map(({ value }) => value));
    for (const key of keys) {
      expect(allBytes(app.computer.folder)).not.toContain(key);
      expect(sealed).toContain(key);
      expect(JSON.stringify(app.views)).not.toContain(key);
    }
    await app.ask('pairings:close', undefined);
    expect([await opened(app.computer, 'pairing-list'), await opened(app.computer, 'pairing')]).toEqual([[], []]);
  });
});
