import type { Agent } from 'node:http';
import { join } from 'node:path';
import type { ScreenPicture } from '../bridge/api.ts';
import type { AppView, PasscodeViews } from '../bridge/views.ts';
import { chooseLocale } from '../bridge/language.ts';
import type { Settings } from '../bridge/settings.ts';
import type { Device } from '../protocol/messages/pairing.ts';
import { Arrangement } from './arrangement/Arrangement.ts';
import { shownOrder } from './arrangement/shownOrder.ts';
import { AccountEvents } from './accounts/AccountEvents.ts';
import { Accounts } from './accounts/Accounts.ts';
import { Removals } from './accounts/Removals.ts';
import { activityEntrySchema } from './activity/Activity.ts';
import { ActivityExport } from './activity/ActivityExport.ts';
import { ActivityLog } from './activity/ActivityLog.ts';
import { ActivitySearch } from './activity/ActivitySearch.ts';
import { Channels } from './channel/Channels.ts';
import { VerifierChannel } from './channel/VerifierChannel.ts';
import type { Faults } from './files/faults.ts';
import { type ChooseFile } from './files/saveAs.ts';
import { setAside } from './files/setAsideOdd.ts';
import { Capture } from './lock/Capture.ts';
import { Lock, type Presence } from './lock/Lock.ts';
import { Protection } from './lock/Protection.ts';
import { SealedJournal } from './journal/SealedJournal.ts';
import { MuteOffers } from './mutes/MuteOffers.ts';
import { Mutes } from './mutes/Mutes.ts';
import { HttpClient } from './network/HttpClient.ts';
import { Notifications } from './notifications/Notifications.ts';
import type { NotificationService } from './notifications/NotificationService.ts';
import { OtpAccounts } from './otp/OtpAccounts.ts';
import { OtpCodes } from './otp/OtpCodes.ts';
import { RemovedOtp } from './otp/RemovedOtp.ts';
import { PairingHosts } from './pairing/list/PairingHosts.ts';
import { PairingList } from './pairing/list/PairingList.ts';
import { PairingListExport } from './pairing/list/PairingListExport.ts';
import { PairingClient } from './pairing/PairingClient.ts';
import { PairingFlow } from './pairing/PairingFlow.ts';
import { Pairings } from './pairing/Pairings.ts';
import { PasscodeClipboard } from './passcodes/PasscodeClipboard.ts';
import type { ManagedPolicy } from './policy/ManagedPolicy.ts';
import { DisplayClock } from './requests/DisplayClock.ts';
import { HalfTime } from './requests/HalfTime.ts';
import type { HeldRequest } from './requests/HeldRequest.ts';
import { Inbox } from './requests/Inbox.ts';
import { LateAnswers } from './requests/LateAnswers.ts';
import { journalEntrySchema } from './requests/journalEntry.ts';
import { ScreenScan } from './screens/ScreenScan.ts';
import { inBackground, type LogFailure } from './session/background.ts';
import type { Intents } from './session/Intents.ts';
import { makeIntents } from './session/makeIntents.ts';
import { Session } from './session/Session.ts';
import { languageOf, SettingsService, type SettingsStore } from './settings/Settings.ts';
import type { Clock } from './time/Clock.ts';
import { CorrectedClocks } from './time/CorrectedClocks.ts';
import { AccountExport } from './transfer/AccountExport.ts';
import { Importer } from './transfer/Importer.ts';
import { PastedSecrets, type PictureClipboard } from './transfer/PastedSecrets.ts';
import type { OpenFile } from './transfer/importIntents.ts';
import { desktopTexts, type DesktopTexts, type Question } from './texts/desktopTexts.ts';
import { Pin } from './verification/pin/Pin.ts';
import { UserVerification } from './verification/UserVerification.ts';
import type { UserVerifier } from './verification/UserVerifier.ts';
import { verifyApproval } from './verification/verifyApproval.ts';
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
  clipboard: PictureClipboard;
  notificationService: NotificationService;
  clock: Clock;
  /** Carries every connection, by the system's proxy. */
  agent: Agent;
  /** Nobody is connected to before. */
  networkReady?: Promise<void>;
  device: Device;
  /** Allows plain http to this computer itself. */
  development: boolean;
  app: () => Omit<AppView['app'], 'notifications'>;
  isApprovalVisible: () => boolean;
  showRequest: (id: string) => void;
  /** Asks where to save a file. */
  chooseFile: ChooseFile;
  openFile: OpenFile;
  /** A picture of every screen. @throws IntentError */
  captureScreens: () => Promise<ScreenPicture[]>;
  /** Whether the main window has the keyboard, by the window system's word. */
  isMainInFront: () => boolean;
  onView: (view: AppView) => void;
  onPasscodes: (passcodes: PasscodeViews) => void;
  onArrival: (requestId: string) => void;
  /** Half of the time is over, and nobody has answered: alert once more. */
  onHalfTime: (requestId: string) => void;
  onEnd: (requestId: string) => void;
  onSettings: (settings: Settings) => void;
  quit: () => void;
  /** The operating system's way to verify its user, where it has one. */
  systemVerifier: UserVerifier | undefined;
  /** What an administrator decided. */
  policy: ManagedPolicy;
  presence: () => Presence;
  /** Asks the person without any page of ours. */
  confirm: (question: Question) => Promise<boolean>;
  /** BCP 47, e.g. `de-AT`. */
  language: () => string;
  /** Pages must forget what they know. */
  onLocked: () => void;
  onCapture: (isAllowed: boolean) => void;
  log: LogFailure;
  faults?: Faults;
  /** So many new lines of the journal come before the next look whether a compaction is worth it. */
  journalLinesLeftAlone?: number;
}

/** The app without its windows. */
export interface Core {
  intents: Intents;
  session: Session;
  /** Who asks before anything with a detail leaves main: notifications, tray. */
  lock: Lock;
  capture: Capture;
  verification: UserVerification;
  /** A pairing link was clicked; it opens the question and no more. */
  openLink(link: string): void;
  /** A request was chosen in the tray or by its notification; one that has ended meanwhile is not shown. */
  openRequest(id: string): boolean;
  /** Whether there is still something to decide about it. */
  isWaiting(id: string): boolean;
  views: AppViews;
  settings: SettingsService;
  notifications: Notifications;
  /** Nobody can see the approval window any more: what comes up again is displayed anew. */
  outOfSight(): void;
  clipboard: PasscodeClipboard;
  publisher: ViewPublisher;
}

/** The one composition root: every `new Service(...)` of the app, and nothing else. */
export function compose(around: Surroundings): Core {
  const { clock, agent, faults, log } = around;
  const withFaults = faults === undefined ? {} : { faults };
  const redraw = (): void => publisher.changed();
  let linkBehindLock: string | undefined;

  const vault = new OsVault({ folder: around.folder, store: around.dataKeyStore, ...withFaults });
  const journalFile = (name: string): string => join(journalFolderOf(around.folder), `${name}.jsonl`);
  const journal = new SealedJournal({
    file: journalFile('requests'),
    journalId: 'requests',
    vault,
    schema: journalEntrySchema,
    ...withFaults,
  });
  const settings = new SettingsService(around.settingsStore, (changed) => {
    around.onSettings(changed);
    notifications.redraw();
    verification.changed();
  });
  const http = new HttpClient(agent, { after: around.networkReady });
  const verifiers = new Verifiers(vault, http);
  const clocks = new CorrectedClocks(clock, (issuer) => {
    const known = verifiers.find(issuer);
    return { offsetMs: known?.clockOffsetMs, toldMs: known?.clockToldMs };
  });
  const accounts = new Accounts(vault, redraw);
  const otpAccounts = new OtpAccounts(vault, redraw);
  const otpCodes = new OtpCodes(otpAccounts);
  const removedOtp = new RemovedOtp(otpAccounts, clock, redraw);
  const arrangement = new Arrangement(
    vault,
    () => new Set([...accounts.all().map(({ recordId }) => recordId), ...otpAccounts.all().map(({ id }) => id), ...removedOtp.ids]),
    redraw,
  );
  const importer = new Importer({
    formats: async () => (await import('./transfer/importFormats.ts')).importFormats,
    accounts: otpAccounts,
    clock,
    onChange: redraw,
  });
  const clearing = (work: Promise<void>): void => inBackground('clipboard', work, log);
  const pastedSecrets = new PastedSecrets(around.clipboard, clearing);
  const removals = new Removals(vault, accounts, clock);
  const displayClock = new DisplayClock(clock);
  const texts = (): DesktopTexts => desktopTexts(around.language());
  const pin = new Pin(vault, clock, () => verification.changed());
  const verification = new UserVerification({
    system: around.systemVerifier,
    pin,
    isSystemChosen: () => settings.current().protection.systemVerification,
    onChange: redraw,
    onCapabilities: () => inBackground('capabilities', session.tellCapabilities(), log),
  });
  const protection = new Protection(() => settings.current().protection, around.policy, verification);
  const lock = new Lock({
    clock,
    lockAfter: () => protection.lockAfter(),
    presence: around.presence,
    onLocked: () => {
      displayClock.hidden();
      verification.cancel();
      otpCodes.forget();
      removedOtp.forget();
      importer.cancel();
      pastedSecrets.forget();
      pairingList.withdrawQuestion();
      inBackground('clipboard', clipboard.clear(), log);
      notifications.redraw();
      around.onLocked();
    },
    onUnlocked: () => {
      notifications.redraw();
      if (linkBehindLock !== undefined) pairing.openClickedLink(linkBehindLock);
      linkBehindLock = undefined;
    },
    onChange: redraw,
  });
  const capture = new Capture(clock, (isAllowed) => {
    around.onCapture(isAllowed);
    redraw();
  });
  const verifierNowMs = (issuer: string): number => clocks.of(issuer).nowMs();
  const activity = new ActivityLog({
    journal: new SealedJournal({
      file: journalFile('activity'),
      journalId: 'activity',
      vault,
      schema: activityEntrySchema,
      ...withFaults,
    }),
    clock,
    surelyMs: () => {
      const told = verifiers.all().flatMap(({ issuer }) => clocks.of(issuer).surelyMs ?? []);
      return told.length === 0 ? clock.nowMs() : Math.min(clock.nowMs(), Math.max(...told));
    },
    retention: () => settings.current().activityRetention,
    setAside: () => setAside(journalFile('activity')),
    onChange: redraw,
    log,
  });
  const activitySearch = new ActivitySearch(() => chooseLocale(settings.current().language, around.app().locale).locale);
  const mutes = new Mutes({ vault, accounts, verifierNowMs, onChange: redraw });
  /** Such a request was on its way already, or its verifier does not know of the mute yet: it waits without a word. */
  const isMuted = (held: HeldRequest): boolean => {
    const account = accounts.get(held.account);
    return account !== undefined && mutes.of(account) !== undefined;
  };
  const inbox = new Inbox({
    journal,
    accounts,
    activity,
    clock,
    displayClock,
    isLocked: () => lock.isLocked(),
    requirement: (wanted) => protection.requirement(wanted),
    verifierNowMs,
    verifierSurelyMs: (issuer) => clocks.of(issuer).surelyMs,
    verifyApproval: async (held, typedPin, signal) =>
      await verifyApproval(verification, {
        requirement: protection.requirement(held.request.userVerification),
        message:
          held.request.kind === 'pairing'
            ? texts().verify.pairing(held.organisation, held.subscriber)
            : texts().verify.signIn(held.request.application.name, held.subscriber),
        pin: typedPin,
        signal,
      }),
    sendAnswer: (issuer, answer) => channels.sendAnswer(issuer, answer),
    onLateAnswers: (issuer) => inBackground('late answers', channels.sayAgain(issuer), log),
    onArrival: (held) => {
      if (isMuted(held)) return;
      notifications.show(held.id);
      around.onArrival(held.id);
    },
    onEnd: (id) => {
      notifications.withdraw(id);
      around.onEnd(id);
    },
    onChange: () => {
      halfTime.follow(inbox.open().filter((held) => !isMuted(held)));
      redraw();
    },
    log,
    ...withFaults,
    ...(around.journalLinesLeftAlone !== undefined && { linesLeftAlone: around.journalLinesLeftAlone }),
  });
  const halfTime = new HalfTime({
    clock,
    verifierNowMs,
    onHalfTime: (id) => {
      notifications.alert(id);
      around.onHalfTime(id);
    },
  });
  const muteOffers = new MuteOffers({ accounts, inbox, activity, mutes, clock });
  const lateAnswers = new LateAnswers(inbox, accounts, verifierNowMs);
  const events = new AccountEvents(accounts, removals, inbox, activity, clock, faults);
  const channels = new Channels(
    (issuer) =>
      new VerifierChannel({
        clock,
        correctedClock: clocks.of(issuer),
        agent,
        refreshVerifier: async () => await verifiers.refresh(issuer),
        accounts: () => accounts.of(issuer),
        verifies: () => verification.capabilities(),
        undelivered: () => ({ removals: removals.of(issuer).map(({ proof }) => proof), answers: inbox.undeliveredAnswers(issuer) }),
        lateAnswers: () => lateAnswers.of(issuer),
        mutes: () => mutes.pending(issuer),
        onAttached: async ({ attached, after }) => {
          await lateAnswers.heard(attached, after);
          await events.attached(attached);
          await mutes.attached(attached);
          await verifiers.rememberTime(issuer, clocks.of(issuer).remembered);
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
  const pairings = new Pairings({
    client: pairingClient,
    vault,
    accounts,
    verifiers,
    clock,
    device: around.device,
    onReplaced: async (old, next) => await arrangement.replace(old.recordId, next.recordId),
    onPaired: async (account, line) => {
      await session.paired(account);
      if (line !== undefined) await pairingList.paired(line, account);
    },
    ...withFaults,
  });
  const pairing = new PairingFlow({ client: pairingClient, verifiers, accounts, pairings, clock, onChange: redraw });
  const pairingList = new PairingList({
    pairings,
    accounts,
    vault,
    clock,
    makeHosts: () => new PairingHosts({ client: pairingClient, pairings, verifiers }),
    onChange: redraw,
  });
  const session = new Session({
    vault,
    verifiers,
    accounts,
    otpAccounts,
    arrangement,
    removals,
    activity,
    mutes,
    inbox,
    pairing,
    pairingList,
    channels,
    clocks,
    settings,
    clock,
    onVaultOpen: async () => {
      await pin.load();
      await verification.refresh();
      lock.begin();
    },
    onChange: () => publisher.changed('at once'),
  });
  const views = new AppViews({
    accounts,
    otpAccounts,
    arrangement,
    otpCodes,
    removedOtp,
    importer,
    verifiers,
    channels,
    inbox,
    activity,
    displayClock,
    mutes,
    muteOffers,
    pairing,
    pairingList,
    settings,
    clocks,
    clock,
    lock,
    protection,
    capture,
    vaultState: () => session.vaultState(),
    app: () => ({ ...around.app(), notifications: notifications.state }),
  });
  const publisher = new ViewPublisher(views, clock, around);
  const clipboard = new PasscodeClipboard(around.clipboard, clock, clearing);
  const isWaiting = (id: string): boolean => inbox.open().some((held) => held.id === id);
  const openRequest = (id: string): boolean => {
    if (!inbox.requests().some((held) => held.id === id && held.ended === undefined)) return false;
    displayClock.want(id);
    around.showRequest(id);
    redraw();
    return true;
  };
  const notifications = new Notifications({
    service: around.notificationService,
    clock,
    openRequests: () => inbox.open().map(({ id }) => id),
    requestView: (id) => views.request(id),
    isWanted: () => settings.current().notifications,
    isLocked: () => lock.isLocked(),
    language: () => languageOf(settings.current(), around.app().locale),
    decide: async (id, decision, shownForMs) => await inbox.decideFromNotification(id, decision, shownForMs),
    openRequest,
    onState: redraw,
    log,
  });
  const { isApprovalVisible } = around;
  const intents = makeIntents({
    views,
    session,
    accounts,
    otpAccounts,
    arrangement,
    otpCodes,
    removedOtp,
    importer,
    pastedSecrets,
    accountExport: new AccountExport({
      accounts,
      otpAccounts,
      order: () => shownOrder({ accounts, otpAccounts, arrangement }),
      chooseFile: around.chooseFile,
      clock,
    }),
    openFile: around.openFile,
    screenScan: new ScreenScan({
      clock,
      capture: around.captureScreens,
      isInFront: around.isMainInFront,
      isLocked: () => lock.isLocked(),
    }),
    inbox,
    activity,
    activitySearch,
    activityExport: new ActivityExport(activity, activitySearch, around.chooseFile, clock),
    displayClock,
    muteOffers,
    clock,
    pairing,
    pairingList,
    pairingListExport: new PairingListExport(pairingList, around.chooseFile, clock),
    clipboard,
    settings,
    clocks,
    lock,
    capture,
    pin,
    protection,
    verification,
    texts,
    confirm: around.confirm,
    isApprovalVisible,
    openRequest,
    redraw,
    quit: around.quit,
    ...withFaults,
  });
  const outOfSight = (): void => {
    displayClock.hidden();
    redraw();
  };
  const openLink = (link: string): void => {
    // Asked only once somebody is there to read the question.
    if (lock.isLocked()) linkBehindLock = link;
    else if (session.vaultState().state === 'open') pairing.openClickedLink(link);
  };
  return {
    intents,
    lock,
    capture,
    verification,
    session,
    openLink,
    openRequest,
    isWaiting,
    outOfSight,
    views,
    settings,
    notifications,
    clipboard,
    publisher,
  };
}
