import { Agent } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Account } from '../../../../src/main/accounts/Account.ts';
import { Accounts } from '../../../../src/main/accounts/Accounts.ts';
import { type Faults, noFaults } from '../../../../src/main/files/faults.ts';
import { HttpClient } from '../../../../src/main/network/HttpClient.ts';
import { PairingHosts } from '../../../../src/main/pairing/list/PairingHosts.ts';
import { PairingList } from '../../../../src/main/pairing/list/PairingList.ts';
import { PairingClient } from '../../../../src/main/pairing/PairingClient.ts';
import { PairingFlow } from '../../../../src/main/pairing/PairingFlow.ts';
import { Pairings } from '../../../../src/main/pairing/Pairings.ts';
import type { OsVault } from '../../../../src/main/vault/OsVault.ts';
import { Verifiers } from '../../../../src/main/verifiers/Verifiers.ts';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { LINK_KEY, pairing } from '../../../vectors/samples.ts';
import { FakeClock } from './FakeClock.ts';
import { type Disk, freshDisk, vaultOn } from './folders.ts';
import { PairingOrganisation } from './PairingOrganisation.ts';
import { NOW_MS, VERIFIER } from './signing.ts';

export interface PairingBench {
  organisation: PairingOrganisation;
  disk: Disk;
  clock: FakeClock;
  vault: OsVault;
  accounts: Accounts;
  verifiers: Verifiers;
  pairings: Pairings;
  flow: PairingFlow;
  list: PairingList;
  paired: Account[];
  /** A link as the organisation makes it; without its thumbprint when asked. */
  link(pinned?: boolean): string;
}

/** Pairing with a real verifier's end over http, into a real vault. */
export async function pairingBench(before?: PairingBench, development = true, faults: Faults = noFaults): Promise<PairingBench> {
  const organisation = before?.organisation ?? (await PairingOrganisation.start());
  const disk = before?.disk ?? (await freshDisk());
  const clock = before?.clock ?? new FakeClock(NOW_MS);
  const vault = await vaultOn(disk);
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const http = new HttpClient(agent, { patienceMs: 5_000 });
  const verifiers = new Verifiers(vault, http);
  await verifiers.load();
  const accounts = new Accounts(vault, () => {});
  await accounts.load();
  const client = new PairingClient(http, development);
  const paired: Account[] = [];
  const pairings = new Pairings({
    client,
    vault,
    accounts,
    verifiers,
    clock,
    device: pairing.device,
    onReplaced: async () => await Promise.resolve(),
    onPaired: async (account, line) => {
      paired.push(account);
      if (line !== undefined) await list.paired(line, account);
    },
    faults,
  });
  const flow = new PairingFlow({ client, verifiers, accounts, pairings, clock, onChange: () => {} });
  const makeHosts = (): PairingHosts => new PairingHosts({ client, pairings, verifiers });
  const list = new PairingList({ pairings, accounts, vault, clock, makeHosts, onChange: () => {} });
  await list.load();
  await flow.resume();
  const link = (pinned = true): string =>
    formatPairingLink({ issuer: organisation.issuer, key: LINK_KEY, ...(pinned && { jkt: VERIFIER.jkt }) });
  return { organisation, disk, clock, vault, accounts, verifiers, pairings, flow, list, paired, link };
}
