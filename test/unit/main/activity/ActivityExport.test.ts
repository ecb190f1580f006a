import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ActivityExport } from '../../../../src/main/activity/ActivityExport.ts';
import { ActivitySearch } from '../../../../src/main/activity/ActivitySearch.ts';
import { activityLine, activityLog } from '../support/activityLog.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { freshDisk, vaultOn } from '../support/folders.ts';
import { NOW_MS } from '../support/signing.ts';

it('asks once at a time where to save, offers a name with the day, and writes what fits the filter', async () => {
  const disk = await freshDisk();
  const clock = new FakeClock(NOW_MS);
  const log = await activityLog({ disk, vault: await vaultOn(disk), clock });
  await log.record(activityLine({ id: 'a', application: 'Payroll' }));
  await log.record(activityLine({ id: 'b', application: 'VPN' }));
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-export-'));
  const names: string[] = [];
  const chosen = Promise.withResolvers<string>();
  const table = new ActivityExport(
    log,
    new ActivitySearch(() => 'en'),
    async (name) => {
      names.push(name);
      return await chosen.promise;
    },
    clock,
  );
  const first = table.run({ search: 'vpn' });
  expect(await table.run({ search: '' })).toBeUndefined();
  chosen.resolve(join(folder, 'table.csv'));
  expect(await first).toBe(1);
  expect(names).toEqual([expect.stringMatching(/^deskfob-activity-\d{4}-\d\d-\d\d\.csv$/)]);
  expect(await readdir(folder)).toEqual(['table.csv']);
  const text = await readFile(join(folder, 'table.csv'), 'utf8');
  expect([text.includes('VPN'), text.includes('Payroll')]).toEqual([true, false]);
});
