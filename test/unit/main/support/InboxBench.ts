import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Account } from '../../../../src/main/accounts/Account.ts';
import { Accounts } from '../../../../src/main/accounts/Accounts.ts';
import type { ActivityLog } from '../../../../src/main/activity/ActivityLog.ts';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { SealedJournal } from '../../../../src/main/journal/SealedJournal.ts';
import { DisplayClock } from '../../../../src/main/requests/DisplayClock.ts';
import { Inbox, type Receipt } from '../../../../src/main/requests/Inbox.ts';
import { journalEntrySchema } from '../../../../src/main/requests/journalEntry.ts';
import { CorrectedClocks } from '../../../../src/main/time/CorrectedClocks.ts';
import { journalFolderOf } from '../../../../src/main/vault/VaultFolder.ts';
import type { KnownVerifier } from '../../../../src/main/verifiers/KnownVerifier.ts';
import { activityLog } from './activityLog.ts';
import { Pin } from '../../../../src/main/verification/pin/Pin.ts';
import { UserVerification } from '../../../../src/main/verification/UserVerification.ts';
import type { UserVerifier } from '../../../../src/main/verification/UserVerifier.ts';
import { verifyApproval } from '../../../../src/main/verification/verifyApproval.ts';
import { FakeClock } from './FakeClock.ts';
import { type Disk, freshDisk, vaultOn } from './folders.ts';
import { account, NOW_MS, signRequest, VERIFIER } from './signing.ts';

/** An inbox on a real journal in a real vault, with what it tells the rest of the app written down. */
export interface InboxBench {
  disk: Disk;
  clock: FakeClock;
  clocks: CorrectedClocks;
  accounts: Accounts;
  displayClock: DisplayClock;
  activity: ActivityLog;
  lock: { isLocked: boolean };
  inbox: Inbox;
  pin: Pin;
  arrivals: string[];
  ends: string[];
  sent: { issuer: string; answer: string }[];
  /** Verifiers whose answers are late. */
  late: string[];
  failures: string[];
}

export interface BenchOptions {
  disk?: Disk;
  clock?: FakeClock;
  accounts?: Account[];
  /** Verifier's time minus this computer's, ms, as remembered. */
  offsetMs?: number;
  /** The verifier's time, ms, as it was last told; always the present time unless said otherwise. */
  toldMs?: number;
  /** Of the inbox and its journal. */
  faults?: Faults;
  /** Of the history's journal. */
  activityFaults?: Faults;
  /** So many new lines of the journal come before the next look whether a compaction is worth it. */
  linesLeftAlone?: number;
  /** The operating system's prompt; none unless a test brings one. */
  system?: UserVerifier;
}

export async function inboxBench({
  disk,
  clock = new FakeClock(NOW_MS),
  accounts: held = [account()],
  offsetMs = 0,
  toldMs,
  faults,
  activityFaults,
  linesLeftAlone,
  system,
}: BenchOptions = {}): Promise<InboxBench> {
  const place = disk ?? (await freshDisk());
  const vault = await vaultOn(place);
  const accounts = new Accounts(vault, () => {});
  if (disk === undefined) for (const each of held) await accounts.save(each);
  else await accounts.load();
  const withFaults = faults === undefined ? {} : { faults };
  const journal = new SealedJournal({
    file: join(journalFolderOf(place.folder), 'requests.jsonl'),
    journalId: 'requests',
    vault,
    schema: journalEntrySchema,
    ...withFaults,
  });
  const activity = await activityLog({ disk: place, vault, clock, ...(activityFaults !== undefined && { faults: activityFaults }) });
  const displayClock = new DisplayClock(clock);
  const clocks = new CorrectedClocks(clock, () => ({ offsetMs }));
  const lock = { isLocked: false };
  const told = {
    arrivals: [] as string[],
    ends: [] as string[],
    sent: [] as { issuer: string; answer: string }[],
    late: [] as string[],
    failures: [] as string[],
  };
  const pin = new Pin(vault, clock, () => {});
  await pin.load();
  const verification = new UserVerification({
    system,
    pin,
    isSystemChosen: () => true,
    onChange: () => {},
    onCapabilities: () => {},
  });
  await verification.refresh();
  const inbox = new Inbox({
    journal,
    accounts,
    activity,
    clock,
    displayClock,
    isLocked: () => lock.isLocked,
    requirement: (asked) => asked,
    verifierNowMs: (issuer) => clocks.of(issuer).nowMs(),
    verifierSurelyMs: () => toldMs ?? clock.nowMs() + offsetMs,
    verifyApproval: async ({ request: { userVerification } }, pin, signal) =>
      await verifyApproval(verification, { requirement: userVerification, message: 'approve', pin, signal }),
    sendAnswer: (issuer, answer) => told.sent.push({ issuer, answer }),
    onLateAnswers: (issuer) => told.late.push(issuer),
    onArrival: (request) => told.arrivals.push(request.id),
    onEnd: (id) => told.ends.push(id),
    onChange: () => {},
    log: (what, code) => told.failures.push(`${what}: ${code}`),
    ...withFaults,
    ...(linesLeftAlone !== undefined && { linesLeftAlone }),
  });
  onTestFinished(async () => await inbox.close());
  await inbox.load();
  inbox.announceOpen();
  return { disk: place, clock, clocks, accounts, displayClock, lock, activity, inbox, pin, ...told };
}

/** The same computer after the app was killed and started again: new objects, the same files. */
export async function restarted(bench: InboxBench, options: Omit<BenchOptions, 'disk' | 'accounts'> = {}): Promise<InboxBench> {
  return await inboxBench({ clock: bench.clock, ...options, disk: bench.disk });
}

export const idOf = (jti: string): string => `rec-anna.${jti}`;

export async function receive({ inbox }: InboxBench, change: object = {}, verifier: KnownVerifier = VERIFIER): Promise<Receipt> {
  return await inbox.receive(await signRequest(change), verifier);
}

/** Receives a request and lets the person look at it for long enough. */
export async function shown(bench: InboxBench, change: { jti?: string; [member: string]: unknown } = {}): Promise<string> {
  const id = idOf(change.jti ?? 'req-1');
  await receive(bench, change);
  bench.displayClock.displayed(id);
  bench.clock.advance(700);
  return id;
}

export function outcomeOf({ inbox }: InboxBench, id: string): string | undefined {
  return inbox.requests().find((held) => held.id === id)?.ended?.outcome;
}
