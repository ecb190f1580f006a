// oxlint-disable-next-line import/no-unassigned-import -- it sets how every schema below is made, so it comes first
import './interpretedSchemas.ts';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, BrowserWindow, nativeTheme, powerMonitor, session } from 'electron';
import { version } from '../../../package.json';
import type { Settings } from '../../bridge/settings.ts';
import type { AppView } from '../../bridge/views.ts';
import { PASSCODES_CHANNEL, VIEW_CHANNEL } from '../../bridge/channels.ts';
import { compose, type Core } from '../compose.ts';
import { ensurePrivateFolder } from '../files/durableFiles.ts';
import { managedPolicyFile, readManagedPolicy } from '../policy/ManagedPolicy.ts';
import { registerIpc } from '../ipc/registerIpc.ts';
import { systemProxyAgent } from '../network/proxy.ts';
import { trustSystemCertificates } from '../network/trustSystemCertificates.ts';
import { FreedesktopNotifications } from '../notifications/FreedesktopNotifications.ts';
import type { NotificationService } from '../notifications/NotificationService.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import { languageOf } from '../settings/Settings.ts';
import { desktopTexts } from '../texts/desktopTexts.ts';
import { systemClock } from '../time/Clock.ts';
import { OsKeyring } from '../vault/OsKeyring.ts';
import { AppTray } from './AppTray.ts';
import { ApprovalWindow } from './ApprovalWindow.ts';
import { chooseFile } from './chooseFile.ts';
import { computerLocale } from './computerLocale.ts';
import { confirm } from './confirm.ts';
import { claimDeepLinks } from './deepLinks.ts';
import { electronClipboard } from './electronClipboard.ts';
import { ElectronNotifications } from './ElectronNotifications.ts';
import { ElectronSettingsStore } from './ElectronSettingsStore.ts';
import { setStartAtLogin } from './loginItem.ts';
import type { MainWindow } from './MainWindow.ts';
import { PAGE_ORIGIN } from './pageScheme.ts';
import { openFile } from './openFile.ts';
import { ScreenLock } from './ScreenLock.ts';
import { presence } from './presence.ts';
import { screenPictures } from './screenPictures.ts';
import { systemVerifier } from './systemVerifier.ts';
import { thisDevice, thisPlatform } from './thisDevice.ts';

export interface Desktop {
  /** A pairing link was clicked. */
  openLink(link: string): void;
  showMain(): void;
}

/**
 * Reading the system's certificates stops this process for a tenth of a second. First the person sees their accounts, for which the
 * page needs about this long once it is loaded; connections wait meanwhile.
 */
const TRUST_AFTER_MS = 200;

export interface DesktopOptions {
  outFolder: string;
  /** Its page is being loaded. */
  mainWindow: MainWindow;
  development: boolean;
  hidden: boolean;
  /** From now on pages find somebody to answer them. */
  onAnswering(): void;
}

/** Builds what the person sees around the core, once Electron is ready. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const { outFolder, mainWindow } = options;
  await ensurePrivateFolder(app.getPath('userData')).catch(() => logFailure('profile folder', 'vault-io'));
  claimDeepLinks();

  const policy = await readManagedPolicy(managedPolicyFile(process.platform, process.env));
  if (policy.damaged) logFailure('managed policy', 'bad-arguments');

  const outOfSight = (): void => core.outOfSight();
  const approvalWindow = new ApprovalWindow(outFolder, outOfSight, () => core.capture.allowedMs === 0);
  const screenLock = new ScreenLock(outOfSight);
  const notificationService = notificationsOfThisSystem(() => desktopTexts(language()).later);
  const tray = new AppTray({
    openMain: () => mainWindow.show(),
    openRequest: (id) => core.openRequest(id),
    copyPasscode: (id) => inBackground('copy from tray', Promise.resolve(core.intents['passcodes:copy']({ id })), logFailure),
    openWaiting: () => approvalWindow.focus(),
    lock: () => core.lock.lock(),
    quit: () => app.quit(),
    onAvailable: (isAvailable) => {
      if (!isAvailable && process.platform !== 'darwin') mainWindow.showMinimized();
      core.publisher.changed();
    },
  });
  const language = (): string => languageOf(core.settings.current(), computerLocale());

  const trusted = Promise.withResolvers<void>();
  const core = compose({
    folder: join(app.getPath('userData'), 'vault'),
    dataKeyStore: new OsKeyring(),
    settingsStore: new ElectronSettingsStore(),
    clipboard: electronClipboard,
    notificationService,
    clock: systemClock,
    agent: systemProxyAgent(async (url) => await session.defaultSession.resolveProxy(url)),
    networkReady: trusted.promise,
    device: thisDevice(version),
    development: options.development,
    app: () => ({ version, platform: thisPlatform(), trayAvailable: tray.isAvailable, locale: computerLocale() }),
    isApprovalVisible: () => approvalWindow.isVisible() && !screenLock.isLocked(),
    showRequest: () => approvalWindow.focus(),
    chooseFile: async (name) => await chooseFile(name),
    openFile,
    captureScreens: async () => await screenPictures(mainWindow),
    isMainInFront: () => mainWindow.isInFront(),
    // The approval window shows none.
    onPasscodes: (passcodes) => {
      if (mainWindow.contents?.isDestroyed() === false) mainWindow.contents.send(PASSCODES_CHANNEL, passcodes);
    },
    onView: (view) => {
      sendToPages(view);
      tray.update(view, language());
      approvalWindow.update(view);
    },
    onArrival: (id) => {
      // Opening a window stops this process for a while; the notification goes out before.
      setImmediate(() => core.isWaiting(id) && approvalWindow.announce());
    },
    onHalfTime: () => approvalWindow.remind(core.settings.current().notifications),
    onEnd: () => {},
    onSettings: (settings) => applySettings(settings),
    quit: () => app.quit(),
    systemVerifier: systemVerifier(() => approvalWindow.handle ?? mainWindow.handle),
    policy,
    presence,
    confirm,
    language,
    onLocked: () => {
      // Anew, so that not even the memory of a page holds what it has shown.
      for (const window of BrowserWindow.getAllWindows()) window.webContents.reload();
    },
    onCapture: (isAllowed) => {
      mainWindow.shield(!isAllowed);
      approvalWindow.shield();
    },
    log: logFailure,
  });

  nativeTheme.themeSource = core.settings.current().theme;
  registerIpc({
    intents: core.intents,
    pageOrigin: PAGE_ORIGIN,
    approvalContents: () => approvalWindow.contents,
    mainContents: () => mainWindow.contents,
    log: logFailure,
  });
  // First of all, because it takes longest: what follows is done while it waits for the system's vault.
  const opened = core.session.open();
  options.onAnswering();
  wakeOnPowerEvents(core, approvalWindow);
  closeOnQuit(core, tray, notificationService);
  stayReachable(mainWindow, tray);
  app.on('browser-window-focus', () => notificationService.refresh());
  lockOnPowerEvents(core);
  if (!options.hidden) mainWindow.show();
  inBackground('tray', tray.start(), logFailure);
  await opened;
  core.notifications.ready();
  notificationService.refresh();
  const trust = async (): Promise<void> => {
    await mainWindow.loaded;
    await sleep(TRUST_AFTER_MS);
    trustTheSystem();
    trusted.resolve();
  };
  inBackground('system certificates', trust(), logFailure);

  return {
    showMain: () => mainWindow.show(),
    openLink: (link) => {
      mainWindow.show();
      core.openLink(link);
    },
  };
}

/** Without the system's store the app still reaches every verifier with a public certificate. */
function trustTheSystem(): void {
  try {
    trustSystemCertificates();
  } catch {
    logFailure('system certificates', 'internal');
  }
}

function sendToPages(view: AppView): void {
  // A window that is just closing still stands in the list when its page is gone.
  for (const { webContents } of BrowserWindow.getAllWindows()) if (!webContents.isDestroyed()) webContents.send(VIEW_CHANNEL, view);
}

/** Electron's own notifications have no buttons on Linux. */
function notificationsOfThisSystem(later: () => string): NotificationService {
  return process.platform === 'linux' ? new FreedesktopNotifications(logFailure) : new ElectronNotifications(later);
}

function applySettings(settings: Settings): void {
  nativeTheme.themeSource = settings.theme;
  inBackground('start at login', setStartAtLogin(settings.startAtLogin), logFailure);
}

/** Sleep stops sockets and may stop clocks: look at both again at once. */
function wakeOnPowerEvents(core: Core, approvalWindow: ApprovalWindow): void {
  powerMonitor.on('resume', () => {
    const wake = async (): Promise<void> => {
      await core.session.wake();
      await core.verification.refresh();
      // What ran out during the sleep stands in the activity as missed; a window about it would only startle.
      const { requests, protection } = core.views.current();
      if (protection.waiting === 0 && requests.every((request) => request.phase === 'settled')) approvalWindow.close();
    };
    inBackground('resume', wake(), logFailure);
  });
}

/** Closing the main window must leave a way back to it: the tray, or the dock of macOS. */
function stayReachable(mainWindow: MainWindow, tray: AppTray): void {
  let isQuitting = false;
  app.on('before-quit', () => (isQuitting = true));
  mainWindow.closesWhen(() => isQuitting || tray.isAvailable || process.platform === 'darwin');
}

/** Nobody is at the computer any more. Linux tells of its screen when it is asked: see presence.ts. */
function lockOnPowerEvents({ lock }: Core): void {
  powerMonitor.on('suspend', () => lock.leave());
  powerMonitor.on('lock-screen', () => lock.leave());
}

function closeOnQuit(core: Core, tray: AppTray, notifications: NotificationService): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const close = async (): Promise<void> => {
      core.publisher.stop();
      await notifications.stop();
      core.lock.stop();
      await core.clipboard.clear();
      await core.session.close();
    };
    close()
      .catch(() => {})
      .finally(() => {
        closed = true;
        tray.remove();
        app.quit();
      });
  });
}

const logFailure: LogFailure = (what, code) => console.error(`deskfob: ${what}: ${code}`);
