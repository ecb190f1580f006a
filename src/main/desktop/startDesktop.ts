import { join } from 'node:path';
import { app, BrowserWindow, Menu, nativeTheme, powerMonitor, session } from 'electron';
import { version } from '../../../package.json';
import type { Settings } from '../../bridge/settings.ts';
import { type AppView } from '../../bridge/views.ts';
import { VIEW_CHANNEL } from '../../bridge/channels.ts';
import { compose, type Core } from '../compose.ts';
import { registerIpc } from '../ipc/registerIpc.ts';
import { systemProxyAgent } from '../network/proxy.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import { systemClock } from '../time/Clock.ts';
import { OsKeyring } from '../vault/OsKeyring.ts';
import { ApprovalWindow } from './ApprovalWindow.ts';
import { claimDeepLinks } from './deepLinks.ts';
import { electronClipboard } from './electronClipboard.ts';
import { ElectronSettingsStore } from './ElectronSettingsStore.ts';
import { denyPermissions } from './hardening.ts';
import { setStartAtLogin } from './loginItem.ts';
import { MainWindow } from './MainWindow.ts';
import { Notifications } from './Notifications.ts';
import { PAGE_ORIGIN, servePages } from './pageScheme.ts';
import { thisDevice, thisPlatform } from './thisDevice.ts';
import { TrayIcon } from './TrayIcon.ts';
import { trayImages } from './trayImages.ts';

export interface Desktop {
  /** A pairing link was clicked. */
  openLink(link: string): void;
  showMain(): void;
}

/** Builds what the person sees around the core, once Electron is ready. */
export async function startDesktop(outFolder: string, options: { development: boolean; hidden: boolean }): Promise<Desktop> {
  denyPermissions();
  servePages(join(outFolder, 'renderer'));
  claimDeepLinks();
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);

  const background = (): string => (nativeTheme.shouldUseDarkColors ? '#15191b' : '#f7f8f8');
  const mainWindow = new MainWindow(outFolder, background);
  const approvalWindow = new ApprovalWindow(outFolder, background, () => core.displayClock.hidden());
  const notifications = new Notifications((id) => core.openRequest(id));
  const tray = new TrayIcon(trayImages(), {
    openMain: () => mainWindow.show(),
    openRequest: (id) => core.openRequest(id),
    quit: () => app.quit(),
  });
  const language = (): string => languageOf(core.settings.current());

  const core = compose({
    folder: join(app.getPath('userData'), 'vault'),
    dataKeyStore: new OsKeyring(),
    settingsStore: new ElectronSettingsStore(),
    clipboard: electronClipboard,
    clock: systemClock,
    agent: systemProxyAgent(async (url) => await session.defaultSession.resolveProxy(url)),
    device: thisDevice(version),
    development: options.development,
    app: () => ({ version, platform: thisPlatform(), trayAvailable: tray.isAvailable, locale: app.getLocale() }),
    isApprovalVisible: () => approvalWindow.isVisible(),
    showRequest: () => approvalWindow.focus(),
    onView: (view) => {
      sendToPages(view);
      tray.update(view, language());
      approvalWindow.update(view);
    },
    onArrival: (id) => {
      approvalWindow.announce();
      const request = core.views.current().requests.find((candidate) => candidate.id === id);
      if (request !== undefined && core.settings.current().notifications) notifications.show(request, language());
    },
    onEnd: (id) => notifications.withdraw(id),
    onSettings: (settings) => applySettings(settings),
    log: logFailure,
  });

  nativeTheme.themeSource = core.settings.current().theme;
  tray.show();
  registerIpc({ intents: core.intents, pageOrigin: PAGE_ORIGIN, approvalContents: () => approvalWindow.contents, log: logFailure });
  wakeOnPowerEvents(core, approvalWindow);
  closeOnQuit(core, tray);
  if (!options.hidden) mainWindow.show();
  await core.session.open();

  return {
    showMain: () => mainWindow.show(),
    openLink: (link) => {
      mainWindow.show();
      core.openLink(link);
    },
  };
}

function sendToPages(view: AppView): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(VIEW_CHANNEL, view);
}

function languageOf(settings: Settings): string {
  return settings.language === 'system' ? app.getLocale() : settings.language;
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
      // What ran out during the sleep stands in the activity as missed; a window about it would only startle.
      if (core.views.current().requests.every((request) => request.phase === 'settled')) approvalWindow.close();
    };
    inBackground('resume', wake(), logFailure);
  });
}

function closeOnQuit(core: Core, tray: TrayIcon): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const close = async (): Promise<void> => {
      core.publisher.stop();
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
