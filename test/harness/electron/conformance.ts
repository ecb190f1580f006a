// Compiled, never run: every member that the stand-in has must fit Electron's own declaration of it. Left out are the
// emitter's methods, whose `this` drags in whole classes, and members that hand out another part of the stand-in.
import type * as Electron from 'electron';
import type { App } from './app.ts';
import type { BrowserWindow } from './BrowserWindow.ts';
import type { makeClipboard } from './clipboard.ts';
import type { makeDesktopCapturer } from './desktopCapturer.ts';
import type { IpcMain } from './ipcMain.ts';
import type { NativeTheme } from './nativeTheme.ts';
import type { Notification } from './Notification.ts';
import type { StandInSession } from './session.ts';
import type { PowerMonitor, Screen, makeDialog, makeGlobalShortcut, makeNet, makeShell } from './system.ts';
import type { Tray } from './Tray.ts';
import type { WebContents } from './WebContents.ts';

type Emitting =
  | 'on'
  | 'once'
  | 'off'
  | 'addListener'
  | 'removeListener'
  | 'removeAllListeners'
  | 'setMaxListeners'
  | 'prependListener'
  | 'prependOnceListener';

/** The names of ours whose type does not fit Electron's. */
type Misfits<Ours, Real, Parts extends PropertyKey = never> = {
  [Key in Exclude<keyof Ours & keyof Real, Emitting | Parts>]: Ours[Key] extends Real[Key] ? never : Key;
}[Exclude<keyof Ours & keyof Real, Emitting | Parts>];

type None<T extends never> = T;

export type Conformance = [
  None<Misfits<App, Electron.App, 'commandLine' | 'dock'>>,
  None<Misfits<BrowserWindow, Electron.BrowserWindow, 'webContents'>>,
  None<Misfits<WebContents, Electron.WebContents, 'mainFrame' | 'session'>>,
  None<Misfits<StandInSession, Electron.Session, 'webRequest'>>,
  None<Misfits<IpcMain, Electron.IpcMain>>,
  None<Misfits<NativeTheme, Electron.NativeTheme>>,
  None<Misfits<PowerMonitor, Electron.PowerMonitor>>,
  None<Misfits<Screen, Electron.Screen>>,
  None<Misfits<Notification, Electron.Notification>>,
  None<Misfits<Tray, Electron.Tray, 'setContextMenu' | 'popUpContextMenu'>>,
  None<Misfits<ReturnType<typeof makeClipboard>, Electron.Clipboard, 'read' | 'write'>>,
  None<Misfits<ReturnType<typeof makeDesktopCapturer>['desktopCapturer'], Electron.DesktopCapturer>>,
  None<Misfits<ReturnType<typeof makeShell>['shell'], Electron.Shell>>,
  None<Misfits<ReturnType<typeof makeDialog>['dialog'], Electron.Dialog>>,
  None<Misfits<ReturnType<typeof makeGlobalShortcut>['globalShortcut'], Electron.GlobalShortcut>>,
  None<Misfits<ReturnType<typeof makeNet>['net'], Electron.Net>>,
];
