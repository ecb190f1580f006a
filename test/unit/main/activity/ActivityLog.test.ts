import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Retention } from '../../../../src/bridge/activityNames.ts';
import type { ActivityLog } from '../../../../src/main/activity/ActivityLog.ts';
import { activityFileOf, activityLine, activityLog, type ActivityLogOptions } from '../support/activityLog.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { freshDisk, vaultOn } from '../support/folders.ts';
import { NOW_MS } from '../support/signing.ts';

const DAY_MS = 86_400_000;

async function profile(change: Partial<ActivityLogOptions> = {}): Promise<ActivityLogOptions> {
  const disk = await freshDisk();
  return { disk, vault: await vaultOn(disk), clock: new FakeClock(NOW_MS), failures: [], ...change };
}

const idsOf = (log: ActivityLog): string[] => log.lines().map(({ id }) => id);
const entriesOn = ({ disk }: ActivityLogOptions): number => readFileSync(activityFileOf(disk), 'latin1').split('\n').length - 2;

describe('the history', () => {
  it('keeps lines over a restart, newest first, and a changed line in its place', async () => {
    const on = await profile();
    const log = await activityLog(on);
    await log.record(activityLine({ id: 'a', atMs: NOW_MS - 2000 }));
    await log.record(activityLine({ id: 'b', atMs: NOW_MS, outcome: 'missed' }));
    await log.record(activityLine({ id: 'c', atMs: NOW_MS - 1000 }));
    await log.record(activityLine({ id: 'b', atMs: NOW_MS, outcome: 'approved' }));
    expect(idsOf(log)).toEqual(['b', 'c', 'a']);
    const again = await activityLog(on);
    expect(again.lines()).toEqual(log.lines());
    expect(again.find('b')?.outcome).toBe('approved');
  });

  it('has another revision after every change', async () => {
    const log = await activityLog(await profile());
    const seen = new Set([log.revision]);
    await log.record(activityLine({ id: 'a' }));
    seen.add(log.revision);
    await log.withdraw('a');
    seen.add(log.revision);
    expect(seen.size).toBe(3);
    expect(log.lines()).toEqual([]);
  });

  it.each([0, 1, 2])('takes back a line that is still on its way to the disk, and keeps the one that comes after (%i)', async (turns) => {
    const log = await activityLog(await profile());
    const writing = [log.record(activityLine({ id: 'a', outcome: 'missed' }))];
    // The write may not have begun, may have begun, or may be under way.
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    writing.push(log.withdraw('a'));
    await Promise.all(writing);
    expect(log.lines()).toEqual([]);
    await Promise.all([log.withdraw('a'), log.record(activityLine({ id: 'a', outcome: 'approved' }))]);
    expect(log.find('a')?.outcome).toBe('approved');
  });

  it('lets lines that come at once share a write, and loses none', async () => {
    const on = await profile();
    const log = await activityLog(on);
    await Promise.all(Array.from({ length: 50 }, async (_, n) => await log.record(activityLine({ id: `n${n}`, atMs: NOW_MS + n }))));
    expect(entriesOn(on)).toBeLessThan(5);
    expect((await activityLog(on)).lines()).toHaveLength(50);
  });

  it('lies sealed on the disk', async () => {
    const on = await profile();
    await (await activityLog(on)).record(activityLine({ id: 'a', application: 'Payroll', organisation: 'Example AG' }));
    expect(readFileSync(activityFileOf(on.disk), 'latin1')).not.toMatch(/Payroll|Example/);
  });

  it('keeps the newest up to its limit, through compactions and restarts', async () => {
    const on = await profile({ linesKept: 300, entriesLeftAlone: 100 });
    const log = await activityLog(on);
    for (let n = 0; n < 450; n += 1) await log.record(activityLine({ id: `n${n}`, atMs: NOW_MS + n }));
    const newest = Array.from({ length: 300 }, (_, n) => `n${449 - n}`);
    expect(idsOf(log)).toEqual(newest);
    expect(entriesOn(on)).toBeLessThan(110);
    expect(idsOf(await activityLog(on))).toEqual(newest);
  });

  it('survives a disk that refuses a line and a compaction, and takes the next ones', async () => {
    let refuses: string | undefined;
    const on = await profile({
      entriesLeftAlone: 3,
      faults: (point) => {
        if (point === refuses) throw new Error('disk full');
      },
    });
    const log = await activityLog(on);
    await log.record(activityLine({ id: 'a' }));
    refuses = 'journal:before-write';
    await expect(log.record(activityLine({ id: 'b' }))).rejects.toMatchObject({ code: 'journal-io' });
    refuses = 'journal:before-rename';
    for (const id of ['c', 'd', 'e']) await log.record(activityLine({ id }));
    await expect.poll(() => on.failures).toEqual(['history: vault-io']);
    refuses = undefined;
    await log.record(activityLine({ id: 'f' }));
    expect(idsOf(log)).toEqual(['f', 'e', 'd', 'c', 'a']);
    expect(idsOf(await activityLog(on))).toEqual(['f', 'e', 'd', 'c', 'a']);
  });

  it('that was tampered with is put aside, says so, and goes on', async () => {
    const on = await profile();
    const before = await activityLog(on);
    await before.record(activityLine({ id: 'a' }));
    await before.close();
    const file = activityFileOf(on.disk);
    writeFileSync(file, readFileSync(file, 'latin1').replace(/.{9}\n$/, 'AAAAAAAA\n'));
    const log = await activityLog(on);
    expect(log.lines()).toMatchObject([{ type: 'damaged' }]);
    expect(on.failures).toEqual(['history: vault-corrupt']);
    await log.record(activityLine({ id: 'b', atMs: NOW_MS + 1 }));
    expect((await activityLog(on)).lines()).toMatchObject([{ id: 'b' }, { type: 'damaged' }]);
    expect((await readdir(dirname(file))).filter((name) => name.includes('unusable'))).toHaveLength(1);
  });
});

describe('what is deleted', () => {
  const aged = async (log: ActivityLog): Promise<void> => {
    for (const days of [400, 100, 40, 10, 0]) await log.record(activityLine({ id: `${days}`, atMs: NOW_MS - days * DAY_MS }));
  };

  it.each<[Retention, string[]]>([
    ['forever', ['0', '10', '40', '100', '400']],
    ['1-year', ['0', '10', '40', '100']],
    ['90-days', ['0', '10', '40']],
    ['30-days', ['0', '10']],
    ['nothing', []],
  ])('with %s only these are left, on the disk too', async (retention, left) => {
    const on = await profile({ setting: { retention: 'forever' } });
    const log = await activityLog(on);
    await aged(log);
    expect(log.tooOld(retention)).toBe(5 - left.length);
    on.setting = Object.assign(on.setting ?? {}, { retention });
    await log.applyRetention();
    expect(idsOf(log)).toEqual(left);
    // Read as if everything were kept: nothing was only hidden.
    expect(idsOf(await activityLog({ ...on, setting: { retention: 'forever' } }))).toEqual(left);
  });

  it('keeps no new line with `nothing`', async () => {
    const log = await activityLog(await profile({ setting: { retention: 'nothing' } }));
    await log.record(activityLine({ id: 'a' }));
    expect(log.lines()).toEqual([]);
  });

  it('is what became too old meanwhile, with the next start or wake', async () => {
    const on = await profile({ setting: { retention: '30-days' } });
    const log = await activityLog(on);
    await log.record(activityLine({ id: 'a' }));
    on.clock.sleep(29 * DAY_MS);
    await log.record(activityLine({ id: 'b', atMs: on.clock.nowMs() }));
    on.clock.sleep(2 * DAY_MS);
    expect(idsOf(log)).toEqual(['b']);
    await log.sweep();
    expect(idsOf(await activityLog({ ...on, setting: { retention: 'forever' } }))).toEqual(['b']);
  });

  it('is nothing while only this computer’s clock says so', async () => {
    const on = await profile({ setting: { retention: '30-days' }, surelyMs: () => NOW_MS });
    const log = await activityLog(on);
    await log.record(activityLine({ id: 'a' }));
    on.clock.stepWall(4000 * DAY_MS);
    expect(log.lines()).toEqual([]);
    await log.sweep();
    on.clock.stepWall(-4000 * DAY_MS);
    expect(idsOf(log)).toEqual(['a']);
    expect(idsOf(await activityLog(on))).toEqual(['a']);
  });

  it('are the lines of one account, and of no other', async () => {
    const on = await profile();
    const log = await activityLog(on);
    await log.record(activityLine({ id: 'a' }));
    await log.record(activityLine({ id: 'b', account: 'rec-ben' }));
    await log.deleteAccount('rec-anna');
    expect(idsOf(log)).toEqual(['b']);
    expect(idsOf(await activityLog(on))).toEqual(['b']);
  });
});
