import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Retention } from '../../../../src/bridge/activityNames.ts';
import { type Activity, activityEntrySchema } from '../../../../src/main/activity/Activity.ts';
import { ActivityLog } from '../../../../src/main/activity/ActivityLog.ts';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { setAside } from '../../../../src/main/files/setAsideOdd.ts';
import { SealedJournal } from '../../../../src/main/journal/SealedJournal.ts';
import type { Vault } from '../../../../src/main/vault/Vault.ts';
import { journalFolderOf } from '../../../../src/main/vault/VaultFolder.ts';
import type { FakeClock } from './FakeClock.ts';
import type { Disk } from './folders.ts';
import { NOW_MS } from './signing.ts';

export interface ActivityLogOptions {
  disk: Disk;
  vault: Vault;
  clock: FakeClock;
  /** Changed by the test as the person changes the setting. */
  setting?: { retention: Retention };
  surelyMs?: () => number;
  failures?: string[];
  faults?: Faults;
  entriesLeftAlone?: number;
  linesKept?: number;
}

export const activityFileOf = ({ folder }: Disk): string => join(journalFolderOf(folder), 'activity.jsonl');

/** The history on a real journal in a real vault, read from what is there. */
export async function activityLog(options: ActivityLogOptions): Promise<ActivityLog> {
  const { disk, vault, clock, setting, failures, faults, entriesLeftAlone, linesKept } = options;
  const file = activityFileOf(disk);
  const log = new ActivityLog({
    journal: new SealedJournal({
      file,
      journalId: 'activity',
      vault,
      schema: activityEntrySchema,
      ...(faults !== undefined && { faults }),
    }),
    clock,
    surelyMs: options.surelyMs ?? (() => clock.nowMs()),
    retention: () => setting?.retention ?? 'forever',
    setAside: () => setAside(file),
    onChange: () => {},
    log: (what, code) => failures?.push(`${what}: ${code}`),
    ...(entriesLeftAlone !== undefined && { entriesLeftAlone }),
    ...(linesKept !== undefined && { linesKept }),
  });
  onTestFinished(async () => await log.close());
  await log.load();
  return log;
}

export function activityLine(change: Partial<Activity> & { id: string }): Activity {
  return { atMs: NOW_MS, type: 'request', account: 'rec-anna', organisation: 'Example AG', subscriber: 'Anna Weber', ...change };
}
