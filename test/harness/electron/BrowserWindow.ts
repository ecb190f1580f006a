// https://electronjs.org/docs/api/browser-window, base-window, structures/web-preferences
import { isAbsolute } from 'node:path';
import type * as Electron from 'electron';
import { GuardedEmitter, emitPreventable } from './guard.ts';
import type { Host } from './Host.ts';
import { WebContents } from './WebContents.ts';

/** What a window was last asked to be and only a real desktop can show. */
export interface WindowRecord {
  alwaysOnTop: boolean;
  visibleOnAllWorkspaces: boolean;
  contentProtection: boolean;
  skipTaskbar: boolean;
  flashing: boolean;
  menuBarVisible: boolean;
  backgroundColor: string;
}

let shared: { host: Host; isReady: () => boolean } | undefined;

/** Joins the class, which the app constructs, to the one host of this process. */
export function attachWindows(host: Host, isReady: () => boolean): void {
  shared = { host, isReady };
}

/** The rules of docs/security.md for every window, and what no window may ask for. */
export function assertSafe(preferences: Electron.WebPreferences | undefined): void {
  const problems: string[] = [];
  const asked = preferences ?? {};
  if (asked.sandbox !== true) problems.push('sandbox must be true');
  if (asked.contextIsolation !== true) problems.push('contextIsolation must be true');
  if (asked.nodeIntegration === true) problems.push('nodeIntegration must be false');
  if (asked.nodeIntegrationInWorker === true) problems.push('nodeIntegrationInWorker must be false');
  if (asked.nodeIntegrationInSubFrames === true) problems.push('nodeIntegrationInSubFrames must be false');
  if (asked.webSecurity === false) problems.push('webSecurity must not be false');
  if (asked.allowRunningInsecureContent === true) problems.push('allowRunningInsecureContent must be false');
  if (asked.experimentalFeatures === true) problems.push('experimentalFeatures must be false');
  if (asked.webviewTag === true) problems.push('webviewTag must be false');
  if (asked.preload !== undefined && !isAbsolute(asked.preload)) problems.push('preload must be an absolute path');
  if (problems.length > 0) throw new Error(`Unsafe webPreferences: ${problems.join('; ')}`);
}

export class BrowserWindow extends GuardedEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly record: WindowRecord;
  readonly #host: Host;
  #bounds: Electron.Rectangle;
  #title: string;
  #visible = false;
  #focused = false;
  #minimized = false;
  #destroyed = false;
  #resizable: boolean;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (shared === undefined || !shared.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    assertSafe(options.webPreferences);
    this.#host = shared.host;
    this.id = this.#host.nextId();
    this.options = options;
    this.#bounds = { x: options.x ?? 100, y: options.y ?? 100, width: options.width ?? 800, height: options.height ?? 600 };
    this.#title = options.title ?? 'Electron';
    this.#resizable = options.resizable ?? true;
    this.record = {
      alwaysOnTop: options.alwaysOnTop ?? false,
      visibleOnAllWorkspaces: false,
      contentProtection: false,
      skipTaskbar: options.skipTaskbar ?? false,
      flashing: false,
      menuBarVisible: options.autoHideMenuBar !== true,
      backgroundColor: options.backgroundColor ?? '#FFFFFF',
    };
    this.#host.windows.set(this.id, this);
    this.webContents = new WebContents(this.#host, this, options.webPreferences?.preload);
    this.#host.announce(this);
    if (options.show !== false) queueMicrotask(() => this.show());
  }

  static getAllWindows(): BrowserWindow[] {
    return [...(shared?.host.windows.values() ?? [])];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return shared?.host.windows.get(id) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    if (this.#destroyed) return;
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    this.#assertAlive();
    const was = this.#visible && !this.#minimized;
    this.#visible = true;
    this.#minimized = false;
    this.applyVisibility();
    if (!was) this.emit('show', {});
  }

  hide(): void {
    this.#assertAlive();
    if (!this.#visible) return;
    this.blur();
    this.#visible = false;
    this.applyVisibility();
    this.emit('hide', {});
  }

  focus(): void {
    this.#assertAlive();
    if (this.#focused || !this.#visible || this.options.focusable === false) return;
    BrowserWindow.getFocusedWindow()?.blur();
    this.#focused = true;
    this.record.flashing = false;
    if (!this.#host.headless) this.#host.root.post('Target.activateTarget', { targetId: this.webContents.targetId });
    this.emit('focus', {});
    this.#host.announceFocus(this, true);
  }

  blur(): void {
    this.#assertAlive();
    if (!this.#focused) return;
    this.#focused = false;
    this.emit('blur', {});
    this.#host.announceFocus(this, false);
  }

  minimize(): void {
    this.#assertAlive();
    if (this.#minimized) return;
    this.blur();
    this.#minimized = true;
    this.applyVisibility();
    this.emit('minimize', {});
  }

  restore(): void {
    this.#assertAlive();
    if (!this.#minimized) return;
    this.#minimized = false;
    this.#visible = true;
    this.applyVisibility();
    this.emit('restore', {});
    this.focus();
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized && !this.#destroyed;
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Emits `close`, which can be prevented, then `closed`. */
  close(): void {
    if (this.#destroyed || emitPreventable(this, 'close')) return;
    this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#focused = false;
    this.#visible = false;
    this.#host.windows.delete(this.id);
    this.webContents.destroyNow();
    this.emit('closed');
    this.#host.windowClosed();
  }

  /** The browser's own close button was pressed. True when the window is gone for good. */
  closedFromOutside(): boolean {
    this.close();
    return this.#destroyed;
  }

  moveTop(): void {
    this.#assertAlive();
    if (!this.#host.headless) this.#host.root.post('Target.activateTarget', { targetId: this.webContents.targetId });
  }

  setAlwaysOnTop(flag: boolean): void {
    this.record.alwaysOnTop = flag;
  }

  isAlwaysOnTop(): boolean {
    return this.record.alwaysOnTop;
  }

  setVisibleOnAllWorkspaces(visible: boolean): void {
    this.record.visibleOnAllWorkspaces = visible;
  }

  setContentProtection(enable: boolean): void {
    this.record.contentProtection = enable;
  }

  isContentProtected(): boolean {
    return this.record.contentProtection;
  }

  setSkipTaskbar(skip: boolean): void {
    this.record.skipTaskbar = skip;
  }

  flashFrame(flag: boolean): void {
    this.record.flashing = flag;
  }

  setBackgroundColor(color: string): void {
    this.record.backgroundColor = color;
  }

  getBackgroundColor(): string {
    return this.record.backgroundColor;
  }

  setMenu(_menu: unknown): void {}

  removeMenu(): void {}

  setMenuBarVisibility(visible: boolean): void {
    this.record.menuBarVisible = visible;
  }

  setResizable(resizable: boolean): void {
    this.#resizable = resizable;
  }

  isResizable(): boolean {
    return this.#resizable;
  }

  setTitle(title: string): void {
    this.#assertAlive();
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  /** https://electronjs.org/docs/api/browser-window#event-page-title-updated */
  pageTitle(title: string): void {
    if (this.#destroyed || title === this.#title || title.trim() === '') return;
    if (!emitPreventable(this, 'page-title-updated', {}, title, true)) this.#title = title;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#assertAlive();
    const before = this.#bounds;
    const { minWidth = 0, minHeight = 0, maxWidth = 1e6, maxHeight = 1e6 } = this.options;
    const wanted = { ...before, ...bounds };
    this.#bounds = {
      ...wanted,
      width: Math.min(Math.max(wanted.width, minWidth), maxWidth),
      height: Math.min(Math.max(wanted.height, minHeight), maxHeight),
    };
    const resized = before.width !== this.#bounds.width || before.height !== this.#bounds.height;
    if (resized) this.webContents.applySize();
    const { x, y, width, height } = this.#bounds;
    this.webContents.placeWindow({ left: x, top: y, width, height }).catch(() => undefined);
    if (before.x !== x || before.y !== y) this.emit('move', {});
    if (resized) this.emit('resize', {});
  }

  setContentBounds(bounds: Electron.Rectangle): void {
    this.setBounds(bounds);
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }

  setMinimumSize(width: number, height: number): void {
    Object.assign(this.options, { minWidth: width, minHeight: height });
    this.setBounds({});
  }

  center(): void {
    this.setPosition(Math.round((1920 - this.#bounds.width) / 2), Math.round((1080 - this.#bounds.height) / 2));
  }

  getNativeWindowHandle(): Buffer {
    return Buffer.alloc(8);
  }

  /** A hidden window is a minimised one where there is a display; headless it is a matter of record. */
  applyVisibility(): void {
    if (this.#host.headless) return;
    const isShown = this.#visible && !this.#minimized;
    const { width, height } = this.#bounds;
    this.webContents
      .placeWindow({ windowState: isShown ? 'normal' : 'minimized' })
      // Coming back, a window has not always its size.
      .then(() => (isShown ? this.webContents.placeWindow({ width, height }) : undefined))
      .catch(() => undefined);
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
