import type { Account } from '../../../../src/main/accounts/Account.ts';
import { AccountEvents, type Lines, type Outcomes } from '../../../../src/main/accounts/AccountEvents.ts';
import { Accounts } from '../../../../src/main/accounts/Accounts.ts';
import { Removals } from '../../../../src/main/accounts/Removals.ts';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { OsVault } from '../../../../src/main/vault/OsVault.ts';
import type { Vault } from '../../../../src/main/vault/Vault.ts';
import { FakeClock } from './FakeClock.ts';
import { type Disk, freshDisk } from './folders.ts';
import { account, NOW_MS } from './signing.ts';

/** Accounts, farewells and events on a real vault; what the inbox would be told is written down. */
export interface AccountsBench {
  disk: Disk;
  vault: Vault;
  clock: FakeClock;
  accounts: Accounts;
  removals: Removals;
  events: AccountEvents;
  /** `settle rec-anna req-1 approved`, `drop rec-anna`, `record suspended` */
  told: string[];
}

export async function accountsBench(
  options: { disk?: Disk; clock?: FakeClock; accounts?: Account[]; faults?: Faults } = {},
): Promise<AccountsBench> {
  const disk = options.disk ?? (await freshDisk());
  const clock = options.clock ?? new FakeClock(NOW_MS);
  const vault = new OsVault({ ...disk, ...(options.faults !== undefined && { faults: options.faults }) });
  await vault.open();
  const accounts = new Accounts(vault, () => {});
  const removals = new Removals(vault, accounts, clock);
  if (options.disk === undefined) for (const each of options.accounts ?? [account()]) await accounts.save(each);
  await accounts.load();
  await removals.load();
  const told: string[] = [];
  const outcomes: Outcomes = {
    settle: async (recordId, jti, outcome) => void told.push(`settle ${recordId} ${jti} ${outcome}`),
    dropAccount: async (recordId) => void told.push(`drop ${recordId}`),
  };
  const lines: Lines = { record: async ({ type }) => void told.push(`record ${type}`) };
  return { disk, vault, clock, accounts, removals, events: new AccountEvents(accounts, removals, outcomes, lines, clock), told };
}

export async function accountsAfterRestart({ disk, clock }: AccountsBench): Promise<AccountsBench> {
  return await accountsBench({ disk, clock });
}
