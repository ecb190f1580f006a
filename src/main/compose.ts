import type { Agent } from 'node:http';
import { join } from 'node:path';
import type { AppView } from '../bridge/views.ts';
import type { Settings } from '../bridge/settings.ts';
import type { Device } from '../protocol/messages/pairing.ts';
import { AccountEvents } from './accounts/AccountEvents.ts';
import { Accounts } from './accounts/Accounts.ts';
import { Removals } from './accounts/Removals.ts';
import { Channels } from './channel/Channels.ts';
import { VerifierChannel } from './channel/VerifierChannel.ts';
import type { Faults } from './files/faults.ts';
import { SealedJournal } from './journal/SealedJournal.ts';
import { HttpClient } from './network/HttpClient.ts';
import { PairingClient } from './pairing/PairingClient.ts';
import { PairingFlow } from './pairing/PairingFlow.ts';
import { Pairings } from './pairing/Pairings.ts';
import { type ClipboardPort, PasscodeClipboard } from './passcodes/PasscodeClipboard.ts';
import { DisplayClock } from './requests/DisplayClock.ts';
import { Inbox } from './requests/Inbox.ts';
import { journalEntrySchema } from './requests/journalEntry.ts';
import { inBackground, type LogFailure } from './session/background.ts';
import type { Intents } from './session/Intents.ts';
import { makeIntents } from './session/makeIntents.ts';
import { Session } from './session/Session.ts';
import { SettingsService, type SettingsStore } from './settings/Settings.ts';
import type { Clock } from './time/Clock.ts';
import { CorrectedClocks } from './time/CorrectedClocks.ts';
import { OsVault } from './vault/OsVault.ts';
import type { DataKeyStore } from './vault/Vault.ts';
import { journalFolderOf } from './vault/VaultFolder.ts';
import { Verifiers } from './verifiers/Verifiers.ts';
import { AppViews } from './view/AppViews.ts';
import { ViewPublisher } from './view/ViewPublisher.ts';

/** What the computer around the app brings: everything that a test replaces, and nothing else. */
export interface Surroundings {
  /** The profile's folder for sealed data. */
  folder: string;
  dataKeyStore: DataKeyStore;
  settingsStore: SettingsStore;
  clipboard: ClipboardPort;
  clock: Clock;
  /** Carries every connection, by the system's proxy. */
  agent: Agent;
  device: Device;
  /** Allows plain http to this computer itself. */
  development: boolean;
  app: () => AppView['app'];
  isApprovalVisible: () => boolean;
  showRequest: (id: string) => void;
  onView: (view: AppView) => void;
  onArrival: (requestId: string) => void;
  onEnd: (requestId: string) => void;
  onSettings: (settings: Settings) => void;
  log: LogFailure;
  faults?: Faults;
}

/** The app without its windows. */
export interface Core {
  intents: Intents;
  session: Session;
  /** A pairing link was clicked; it opens the question and no more. */
  openLink(link: string): void;
  /** A request was chosen in the tray or by its notification; one that has ended meanwhile is not shown. */
  openRequest(id: string): boolean;
  views: AppViews;
  settings: SettingsService;
  displayClock: DisplayClock;
  clipboard: PasscodeClipboard;
  publisher: ViewPublisher;
}

/** The one composition root: every `new Service(...)` of the app, and nothing else. */
export function compose(around: Surroundings): Core {
  const { clock, agent, faults, log } = around;
  const withFaults = faults === undefined ? {} : { faults };
  const redraw = (): void => publisher.changed();

  const vault = new OsVault({ folder: around.folder, store: around.dataKeyStore, ...withFaults });
  const journalFile = join(journalFolderOf(around.folder), 'requests.jsonl');
  const journal = new SealedJournal({ file: journalFile, journalId: 'requests', vault, schema: journalEntrySchema, ...withFaults });
  const settings = new SettingsService(around.settingsStore, (changed) => {
    around.onSettings(changed);
    redraw();
  });
  const http = new HttpClient(agent);
  const verifiers = new Verifiers(vault, http);
  const clocks = new CorrectedClocks(clock, (issuer) => verifiers.find(issuer)?.clockOffsetMs);
  const accounts = new Accounts(vault, redraw);
  const removals = new Removals(vault, accounts, clock);
  const displayClock = new DisplayClock(clock);
  const inbox = new Inbox({
    journal,
    accounts,
    clock,
    displayClock,
    verifierNowMs: (issuer) => clocks.of(issuer).nowMs(),
    sendAnswer: (issuer, answer) => channels.sendAnswer(issuer, answer),
    onArrival: (held) => around.onArrival(held.id),
    onEnd: around.onEnd,
    onChange: redraw,
    log,
    ...withFaults,
  });
  const events = new AccountEvents(accounts, removals, inbox, clock);
  const channels = new Channels(
    (issuer) =>
      new VerifierChannel({
        clock,
        correctedClock: clocks.of(issuer),
        agent,
        refreshVerifier: async () => await verifiers.refresh(issuer),
        accounts: () => accounts.of(issuer),
        undelivered: () => ({ removals: removals.of(issuer).map(({ proof }) => proof), answers: inbox.undeliveredAnswers(issuer) }),
        onAttached: async (attached) => {
          await events.attached(attached);
          await verifiers.rememberOffset(issuer, clocks.of(issuer).offsetMs);
          await inbox.wake();
        },
        onRequest: async (jws, verifier) => await inbox.receive(jws, verifier),
        onEvent: async (jws, verifier) => {
          const result = await events.process(jws, verifier);
          session.accountsChanged();
          return result;
        },
        onState: (state, problem) => {
          channels.noteStatus(issuer, { state, ...(problem !== undefined && { problem }) });
          redraw();
        },
      }),
  );
  const pairingClient = new PairingClient(http, around.development);
  const onPaired = async (account: Parameters<Session['paired']>[0]): Promise<void> => await session.paired(account);
  const pairings = new Pairings({ client: pairingClient, vault, accounts, verifiers, clock, device: around.device, onPaired });
  const pairing = new PairingFlow(pairingClient, verifiers, pairings, redraw);
  const session = new Session({
    vault,
    verifiers,
    accounts,
    removals,
    inbox,
    pairing,
    channels,
    clocks,
    settings,
    clock,
    onChange: redraw,
  });
  const views = new AppViews({
    accounts,
    verifiers,
    channels,
    inbox,
    displayClock,
    pairing,
    settings,
    clocks,
    clock,
    vaultState: () => session.vaultState(),
    app: around.app,
  });
  const publisher = new ViewPublisher(views, clock, around.onView);
  const clipboard = new PasscodeClipboard(around.clipboard, clock, (work) => inBackground('clipboard', work, log));
  const openRequest = (id: string): boolean => {
    if (!inbox.requests().some((held) => held.id === id && held.ended === undefined)) return false;
    displayClock.want(id);
    around.showRequest(id);
    redraw();
    return true;
  };
  const { isApprovalVisible } = around;
  const intents = makeIntents({
    views,
    session,
    accounts,
    inbox,
    displayClock,
    pairing,
    clipboard,
    settings,
    clocks,
    isApprovalVisible,
    openRequest,
    redraw,
  });
  const openLink = (link: string): void => {
    if (session.vaultState().state === 'open') pairing.openClickedLink(link);
  };
  return { intents, session, openLink, openRequest, views, settings, displayClock, clipboard, publisher };
}
