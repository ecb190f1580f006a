import { UNMANAGED } from '../../../../src/main/policy/ManagedPolicy.ts';
import { Agent } from 'node:http';
import { onTestFinished } from 'vitest';
import type { AppView, PasscodeViews } from '../../../../src/bridge/views.ts';
import type { Account } from '../../../../src/main/accounts/Account.ts';
import { Accounts } from '../../../../src/main/accounts/Accounts.ts';
import { type Core, compose } from '../../../../src/main/compose.ts';
import { type Faults, noFaults } from '../../../../src/main/files/faults.ts';
import { HttpClient } from '../../../../src/main/network/HttpClient.ts';
import { Verifiers } from '../../../../src/main/verifiers/Verifiers.ts';
import { RecordedNotifications } from '../../../harness/app/RecordedNotifications.ts';
import { pairing } from '../../../vectors/samples.ts';
import { FakeClock } from './FakeClock.ts';
import { type Disk, freshDisk, vaultOn } from './folders.ts';
import { account, NOW_MS, signRequest } from './signing.ts';
import { type Peer, VerifierSide } from './VerifierSide.ts';

/** The whole app without its windows, paired with a verifier on a real socket. */
export interface CoreBench {
  core: Core;
  side: VerifierSide;
  disk: Disk;
  clock: FakeClock;
  /** What a page would show, and what the computer was asked to do. */
  views: AppView[];
  passcodes: PasscodeViews[];
  clipboard: { text: string };
  notifications: RecordedNotifications;
  window: { visible: boolean; shown: string[] };
  arrivals: string[];
  halfTimes: string[];
  failures: string[];
  /** Waits for the app's first socket and confirms its accounts. */
  online(): Promise<Peer>;
  request(peer: Peer, change?: object): Promise<void>;
}

/**
 * @param others accounts at the same verifier besides Anna's
 * @param faults from the moment on that the bench is there
 */
export async function coreBench(
  settings: { content: unknown } = { content: undefined },
  others: readonly Partial<Account>[] = [],
  faults: Faults = noFaults,
): Promise<CoreBench> {
  const side = await VerifierSide.start();
  const disk = await freshDisk();
  const clock = new FakeClock(NOW_MS);
  const agent = new Agent();
  const before = await vaultOn(disk);
  for (const each of [{}, ...others]) await new Accounts(before, () => {}).save(account({ issuer: side.issuer, ...each }));
  await new Verifiers(before, new HttpClient(agent)).pin(side.pinned);
  const clipboard = { text: '' };
  const notifications = new RecordedNotifications();
  const window = { visible: true, shown: [] as string[] };
  const told = {
    views: [] as AppView[],
    passcodes: [] as PasscodeViews[],
    arrivals: [] as string[],
    halfTimes: [] as string[],
    failures: [] as string[],
  };
  const core = compose({
    folder: disk.folder,
    dataKeyStore: disk.store,
    settingsStore: { read: () => settings.content, write: (value) => void (settings.content = structuredClone(value)) },
    clipboard: { read: async () => clipboard.text, write: async (text) => void (clipboard.text = text), picture: async () => undefined },
    notificationService: notifications,
    clock,
    agent,
    device: pairing.device,
    development: true,
    app: () => ({ version: '0.1.0', platform: 'linux', trayAvailable: true, locale: 'en' }),
    isApprovalVisible: () => window.visible,
    showRequest: (id) => window.shown.push(id),
    chooseFile: async () => await Promise.resolve(undefined),
    captureScreens: async () => await Promise.resolve([]),
    isMainInFront: () => true,
    openFile: async () => await Promise.resolve(undefined),
    onView: (view) => told.views.push(view),
    onPasscodes: (passcodes) => told.passcodes.push(passcodes),
    onArrival: (id) => told.arrivals.push(id),

    onHalfTime: (id) => told.halfTimes.push(id),
    onEnd: () => {},
    onSettings: () => {},
    quit: () => {},
    systemVerifier: undefined,
    policy: UNMANAGED,
    presence: () => ({ screenLocked: false, idleMs: 0 }),
    confirm: async () => await Promise.resolve(true),
    language: () => 'en',
    onLocked: () => {},
    onCapture: () => {},
    faults,
    log: (what, code) => told.failures.push(`${what}: ${code}`),
  });
  onTestFinished(async () => {
    core.publisher.stop();
    await core.session.close();
    agent.destroy();
  });
  const online = async (): Promise<Peer> => {
    const peer = await side.peer();
    await peer.attach({ iss: side.issuer });
    return peer;
  };
  const request = async (peer: Peer, change: object = {}): Promise<void> => {
    const before = (await peer.next('received', 0)).length;
    peer.send({ type: 'request', request: await signRequest({ iss: side.issuer, ...change }) });
    await peer.next('received', before + 1);
  };
  return { core, side, disk, clock, clipboard, notifications, window, ...told, online, request };
}
