// The Electron stand-in: what `import … from 'electron'` is for an app that launch.mjs started. The app's own built
// main, preload and renderer run under Node 24, and each window is one of Chromium's, driven over CDP. It serves
// where Electron's binary cannot be had, and in tests; it is never packed.
//
// It implements only what the app uses, each part after the documentation page named at its head; everything else
// of Electron's exists as a name and throws UnsupportedElectronApi when touched.
//
// What it cannot show, so that no test may claim it:
// - The page's origin is https://<host>.<scheme>.internal; the app's own scheme is seen only in the main process
//   (webContents.getURL, senderFrame.origin, Request.url). So renderers use relative URLs.
// - Scheme privileges, the process sandbox, fuses and packaging are recorded or asserted as options, not enforced:
//   a window is refused unless it asks for sandbox, contextIsolation and no nodeIntegration; the isolated world is real.
// - Tray, menus, dialogs, login item, protocol client, shortcuts, content protection and taskbar are recorded.
// - Headless, every page renders and says `visible`; whether a window is shown is the stand-in's own record.
// - Node's OpenSSL is not Electron's BoringSSL. The profile is new at each start, so pages keep no storage.
// - What is on the screens are files that a test names; which windows cover them is a matter of record.
// - Of web permissions, camera and microphone pass the app's handler; the others are as Chromium has them.
import type * as Electron from 'electron';
import { App } from './app.ts';
import { BrowserWindow, attachWindows } from './BrowserWindow.ts';
import { ClipboardItem, makeClipboard } from './clipboard.ts';
import { makeDesktopCapturer } from './desktopCapturer.ts';
import { guarded, unsupportedExport } from './guard.ts';
import { makeControl } from './harnessControl.ts';
import { Host } from './Host.ts';
import { IpcMain } from './ipcMain.ts';
import { Menu, MenuItem } from './Menu.ts';
import { nativeImage } from './nativeImage.ts';
import { NativeTheme } from './nativeTheme.ts';
import { Notification, nameNotifications } from './Notification.ts';
import { makeProtocol } from './protocol.ts';
import { StandInSession } from './session.ts';
import { PowerMonitor, Screen, makeDialog, makeGlobalShortcut, makeNet, makeShell, makeSystemPreferences } from './system.ts';
import { Tray } from './Tray.ts';
import { WebContents } from './WebContents.ts';

const switches = JSON.parse(process.env['DESKFOB_STAND_IN_SWITCHES'] ?? '[]') as string[];
delete process.env['DESKFOB_STAND_IN_SWITCHES'];

const app = new App(switches);
const { protocol, registry } = makeProtocol(() => app.isReady());
const defaultSession = new StandInSession();
const session = guarded('session', { defaultSession });
const ipcMain = new IpcMain();
const nativeTheme = new NativeTheme();
const powerMonitor = new PowerMonitor();
const screen = new Screen();
const clipboard = makeClipboard();
const systemPreferences = makeSystemPreferences();
const { shell, opened } = makeShell();
const { dialog, answers, shown } = makeDialog();
const { globalShortcut, registered } = makeGlobalShortcut();
const { net, state: network } = makeNet();
const { desktopCapturer, captures } = makeDesktopCapturer({
  displays: () => screen.getAllDisplays(),
  visibleWindows: () =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible())
      .map((window) => window.webContents.getURL()),
});

const host = new Host({ registry, session: defaultSession, ipc: ipcMain, app, mediaFeatures: () => nativeTheme.mediaFeatures() });
attachWindows(host, () => app.isReady());
nativeTheme.attach(() => host.themeChanged());
nameNotifications(() => app.getName());
app.attach({
  start: () =>
    host.start({
      userData: app.getPath('userData'),
      debuggingPort: app.commandLine.hasSwitch('remote-debugging-port')
        ? app.commandLine.getSwitchValue('remote-debugging-port')
        : undefined,
      language: app.getLocale(),
      onExit: () => {
        if (app.isLeaving) return;
        process.stderr.write('The browser of the Electron stand-in has gone.\n');
        app.exit(1);
      },
    }),
  closeWindows() {
    for (const window of BrowserWindow.getAllWindows()) window.close();
    return host.windows.size === 0;
  },
  destroyWindows() {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  },
});

const harness = makeControl({
  host,
  app,
  nativeTheme,
  powerMonitor,
  screen,
  network,
  openedExternal: opened,
  shortcuts: registered,
  dialogs: { answers, shown },
  captures,
  clipboard,
});

const implemented = {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  webContents: WebContents,
};

type Name = keyof typeof Electron;
type Missing = Exclude<Name, keyof typeof implemented>;

const missing = {
  autoUpdater: unsupportedExport('autoUpdater'),
  BaseWindow: unsupportedExport('BaseWindow'),
  BrowserView: unsupportedExport('BrowserView'),
  contentTracing: unsupportedExport('contentTracing'),
  contextBridge: unsupportedExport('contextBridge'),
  crashReporter: unsupportedExport('crashReporter'),
  ImageView: unsupportedExport('ImageView'),
  inAppPurchase: unsupportedExport('inAppPurchase'),
  IpcMainServiceWorker: unsupportedExport('IpcMainServiceWorker'),
  ipcRenderer: unsupportedExport('ipcRenderer'),
  LanguageModelUtility: unsupportedExport('LanguageModelUtility'),
  localAIHandler: unsupportedExport('localAIHandler'),
  MessageChannelMain: unsupportedExport('MessageChannelMain'),
  netLog: unsupportedExport('netLog'),
  parentPort: unsupportedExport('parentPort'),
  powerSaveBlocker: unsupportedExport('powerSaveBlocker'),
  pushNotifications: unsupportedExport('pushNotifications'),
  safeStorage: unsupportedExport('safeStorage'),
  sharedTexture: unsupportedExport('sharedTexture'),
  ShareMenu: unsupportedExport('ShareMenu'),
  TouchBar: unsupportedExport('TouchBar'),
  utilityProcess: unsupportedExport('utilityProcess'),
  View: unsupportedExport('View'),
  WebContentsView: unsupportedExport('WebContentsView'),
  webFrame: unsupportedExport('webFrame'),
  webFrameMain: unsupportedExport('webFrameMain'),
  WebSocket: unsupportedExport('WebSocket'),
  webUtils: unsupportedExport('webUtils'),
} satisfies Record<Missing, never>;

const electron = { ...implemented, ...missing, harness };

export const {
  autoUpdater,
  BaseWindow,
  BrowserView,
  contentTracing,
  contextBridge,
  crashReporter,
  ImageView,
  inAppPurchase,
  IpcMainServiceWorker,
  ipcRenderer,
  LanguageModelUtility,
  localAIHandler,
  MessageChannelMain,
  netLog,
  parentPort,
  powerSaveBlocker,
  pushNotifications,
  safeStorage,
  sharedTexture,
  ShareMenu,
  TouchBar,
  utilityProcess,
  View,
  WebContentsView,
  webFrame,
  webFrameMain,
  WebSocket,
  webUtils,
} = missing;
export {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  desktopCapturer,
  dialog,
  globalShortcut,
  harness,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  WebContents as webContents,
  // The default import and require('electron') give the same one object, as Electron's do.
  electron as default,
  electron as 'module.exports',
};
