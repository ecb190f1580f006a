// The `harness` export of the stand-in's module; its contract and its use are in ../control.ts.
import type * as Electron from 'electron';
import type { HarnessControl } from '../control.ts';
import type { App } from './app.ts';
import { BrowserWindow } from './BrowserWindow.ts';
import { ClipboardItem, type makeClipboard } from './clipboard.ts';
import type { ScreenCapture } from './desktopCapturer.ts';
import type { Host } from './Host.ts';
import { Menu } from './Menu.ts';
import type { NativeTheme } from './nativeTheme.ts';
import { shownNotifications } from './Notification.ts';
import type { Notification } from './Notification.ts';
import type { DialogAnswers, PowerMonitor, Screen } from './system.ts';
import { trays } from './Tray.ts';

export interface ControlledParts {
  host: Host;
  app: App;
  nativeTheme: NativeTheme;
  powerMonitor: PowerMonitor;
  screen: Screen;
  network: { online: boolean };
  openedExternal: string[];
  shortcuts: Map<string, () => void>;
  dialogs: { answers: DialogAnswers; shown: { kind: string; options: object }[] };
  captures: readonly ScreenCapture[];
  clipboard: Pick<ReturnType<typeof makeClipboard>, 'has' | 'readText' | 'write'>;
}

function notification(id: string): Notification {
  const found = shownNotifications.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`No notification ${id} was shown`);
  return found;
}

function itemOf(menu: Menu | null | undefined, labelOrId: string) {
  const item = menu?.find(labelOrId);
  if (item === null || item === undefined) throw new Error(`The menu has no item "${labelOrId}"`);
  return item;
}

export function makeControl(parts: ControlledParts): HarnessControl {
  const { app, host, powerMonitor } = parts;
  const windowOf = (id: number): BrowserWindow => {
    const window = BrowserWindow.fromId(id);
    if (window === null) throw new Error(`There is no window ${id}`);
    return window;
  };
  return {
    windows: () =>
      BrowserWindow.getAllWindows().map((window) => ({
        id: window.id,
        title: window.getTitle(),
        url: window.webContents.getURL(),
        visible: window.isVisible(),
        focused: window.isFocused(),
        minimized: window.isMinimized(),
        bounds: window.getBounds(),
        alwaysOnTop: window.record.alwaysOnTop,
        visibleOnAllWorkspaces: window.record.visibleOnAllWorkspaces,
        contentProtection: window.record.contentProtection,
        skipTaskbar: window.record.skipTaskbar,
        flashing: window.record.flashing,
        webPreferences: window.options.webPreferences ?? {},
      })),
    notifications: () =>
      shownNotifications.map(({ id, title, body, urgency, actions, isOpen, onBus }) => ({
        id,
        title,
        body,
        urgency,
        actions: actions.map((action) => action.text ?? ''),
        isOpen,
        onBus,
      })),
    clickNotification: (id) => notification(id).click(),
    dismissNotification: (id) => notification(id).close(),
    actOnNotification: (id, actionIndex) => void notification(id).emit('action', { actionIndex, selectionIndex: -1 }, actionIndex, -1),
    replyToNotification: (id, reply) => void notification(id).emit('reply', { reply }, reply),
    tray: () => {
      const tray = trays.at(-1);
      return tray === undefined ? null : { toolTip: tray.toolTip, title: tray.title, menu: tray.menu?.view() ?? [] };
    },
    clickTray: (event = 'click') => {
      const tray = trays.at(-1);
      if (tray === undefined) throw new Error('The app has no tray icon');
      tray.emit(event, {}, tray.getBounds(), { x: 0, y: 0 });
    },
    clickTrayItem: (labelOrId) => itemOf(trays.at(-1)?.menu, labelOrId).click(),
    applicationMenu: () => Menu.getApplicationMenu()?.view() ?? null,
    clickMenuItem: (labelOrId) => itemOf(Menu.getApplicationMenu(), labelOrId).click(),
    emitPower: (event) => void powerMonitor.emit(event, {}),
    setIdle: (seconds, state = 'active') => {
      powerMonitor.idleSeconds = seconds;
      powerMonitor.idleState = state;
    },
    arrangeDisplays: (areas) => parts.screen.arrange(areas),
    setCursor: (point) => {
      parts.screen.cursor = point;
    },
    setOnline: (online) => {
      parts.network.online = online;
    },
    setSystemTheme: (system) => parts.nativeTheme.setSystem(system),
    permission: async (windowId, permission, details = {}) => {
      const { webContents } = windowOf(windowId);
      const contents = webContents as unknown as Electron.WebContents;
      const { session, mainFrame } = webContents;
      return {
        request: await session.askPermission(contents, permission, {
          requestingUrl: mainFrame.url,
          isMainFrame: true,
          securityOrigin: mainFrame.origin,
          ...details,
        }),
        check: session.checkPermission(contents, permission, mainFrame.origin, {
          requestingUrl: mainFrame.url,
          isMainFrame: true,
          ...details,
        }),
      };
    },
    openUrl: (url) => void app.emit('open-url', { preventDefault: () => undefined }, url),
    windowOpens: () => [...host.windowOpens],
    openedExternal: () => [...parts.openedExternal],
    protocolClients: () => [...app.recorded.protocolClients.keys()],
    loginItem: () => {
      const { openAtLogin } = app.recorded.loginItem;
      return openAtLogin === undefined ? {} : { openAtLogin };
    },
    privilegedSchemes: () => [...host.parts.registry.privileged],
    pressShortcut: (accelerator) => {
      const callback = parts.shortcuts.get(accelerator);
      if (callback === undefined) throw new Error(`Nobody registered ${accelerator}`);
      callback();
    },
    dialogsShown: () => [...parts.dialogs.shown],
    answerSaveDialog: (filePath) => void parts.dialogs.answers.save.push({ canceled: false, filePath }),
    answerOpenDialog: (filePaths) => void parts.dialogs.answers.open.push({ canceled: false, filePaths }),
    answerMessageBox: (response) => void parts.dialogs.answers.messageBox.push({ response, checkboxChecked: false }),
    screenCaptures: () => [...parts.captures],
    clipboardText: () => parts.clipboard.readText(),
    copyPicture: (png) =>
      void parts.clipboard.write([new ClipboardItem({ 'image/png': new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }) })]),
    hasPicture: () => parts.clipboard.has('image/png'),
    sandboxed: () => app.recorded.sandboxed,
  };
}
