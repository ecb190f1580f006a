// What tests may ask of the Electron stand-in beyond Electron itself: what was shown or recorded, and what a person
// or the desktop would do. Real Electron has none of it, so a test that uses this asserts electronHost() first.
import type { ElectronApplication } from 'playwright-core';
import type { ScreenCapture } from './electron/desktopCapturer.ts';
import type { MenuItemView } from './electron/Menu.ts';

export interface NotificationView {
  id: string;
  title: string;
  body: string;
  urgency: string;
  actions: string[];
  isOpen: boolean;
  /** False when only the record has it (no notification service on the session bus). */
  onBus: boolean;
}

export interface TrayView {
  toolTip: string;
  title: string;
  menu: MenuItemView[];
}

export interface WindowView {
  id: number;
  title: string;
  url: string;
  visible: boolean;
  focused: boolean;
  minimized: boolean;
  bounds: { x: number; y: number; width: number; height: number };
  alwaysOnTop: boolean;
  visibleOnAllWorkspaces: boolean;
  contentProtection: boolean;
  skipTaskbar: boolean;
  flashing: boolean;
  webPreferences: object;
}

export interface HarnessControl {
  windows(): WindowView[];
  /** Oldest first, closed ones included. */
  notifications(): NotificationView[];
  clickNotification(id: string): void;
  dismissNotification(id: string): void;
  /** As macOS and Windows report a button. */
  actOnNotification(id: string, actionIndex: number): void;
  replyToNotification(id: string, reply: string): void;
  /** Null when the app has no tray icon. */
  tray(): TrayView | null;
  clickTray(event?: 'click' | 'double-click' | 'right-click'): void;
  /** Clicks the item of that label or id in the tray's menu; throws when it is absent or disabled. */
  clickTrayItem(labelOrId: string): void;
  applicationMenu(): MenuItemView[] | null;
  clickMenuItem(labelOrId: string): void;
  emitPower(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'): void;
  setIdle(seconds: number, state?: 'active' | 'idle' | 'locked' | 'unknown'): void;
  /** The first is the primary display. */
  arrangeDisplays(areas: { x: number; y: number; width: number; height: number }[]): void;
  setCursor(point: { x: number; y: number }): void;
  setOnline(online: boolean): void;
  setSystemTheme(system: { dark?: boolean; highContrast?: boolean }): void;
  /** What the app's permission handlers answer for the window: the request handler and the check handler. */
  permission(windowId: number, permission: string, details?: object): Promise<{ request: boolean; check: boolean }>;
  openUrl(url: string): void;
  windowOpens(): { url: string; action: string }[];
  openedExternal(): string[];
  protocolClients(): string[];
  loginItem(): { openAtLogin?: boolean };
  privilegedSchemes(): object[];
  pressShortcut(accelerator: string): void;
  dialogsShown(): { kind: string; options: object }[];
  answerSaveDialog(filePath: string): void;
  answerOpenDialog(filePaths: string[]): void;
  answerMessageBox(response: number): void;
  /** Each look of the app at the screens. */
  screenCaptures(): ScreenCapture[];
  clipboardText(): Promise<string>;
  /** Another program copies a picture, as PNG in base64. */
  copyPicture(png: string): void;
  hasPicture(): Promise<boolean>;
  sandboxed(): boolean;
}

/** Calls one control in the app's process: `await control(app, 'clickTrayItem', 'Quit')`. */
export async function control<Name extends keyof HarnessControl>(
  app: ElectronApplication,
  name: Name,
  ...given: Parameters<HarnessControl[Name]>
): Promise<Awaited<ReturnType<HarnessControl[Name]>>> {
  const answer: unknown = await app.evaluate(
    (electron, call) => {
      const { harness } = electron as unknown as { harness?: Record<string, (...given: unknown[]) => unknown> };
      const run = harness?.[call.name];
      if (run === undefined) throw new Error(`Real Electron has no harness control "${call.name}"`);
      return run(...call.given);
    },
    { name, given },
  );
  return answer as Awaited<ReturnType<HarnessControl[Name]>>;
}
