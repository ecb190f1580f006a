// What the parts of the stand-in share: the browser once it runs, the windows, and who owns which target.
import type { CdpSession } from './CdpConnection.ts';
import { Chromium, isHeadless } from './Chromium.ts';
import type { BrowserWindow } from './BrowserWindow.ts';
import type { IpcMain } from './ipcMain.ts';
import type { ProtocolRegistry } from './protocol.ts';
import { Serving, blankPath } from './Serving.ts';
import type { StandInSession } from './session.ts';
import type { WebContents } from './WebContents.ts';

interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  openerId?: string;
}

export interface HostParts {
  registry: ProtocolRegistry;
  session: StandInSession;
  ipc: IpcMain;
  /** Tells the app of window-all-closed, browser-window-created and its like. */
  app: { emit(name: string, ...given: unknown[]): boolean; allWindowsClosed(): void };
  /** CDP media features that the theme asks for. */
  mediaFeatures: () => { name: string; value: string }[];
}

export class Host {
  readonly parts: HostParts;
  readonly headless = isHeadless();
  readonly windows = new Map<number, BrowserWindow>();
  /** Every window.open or target=_blank that a page tried, with the handler's answer. */
  readonly windowOpens: { url: string; action: string }[] = [];
  readonly #contents = new Map<string, WebContents>();
  readonly #childFrames = new Set<string>();
  readonly #popups = new Set<string>();
  readonly #tokens = new Map<string, (targetId: string) => void>();
  #opening: Promise<unknown> = Promise.resolve();
  #chromium: Chromium | undefined;
  #nextId = 0;

  constructor(parts: HostParts) {
    this.parts = parts;
  }

  nextId(): number {
    return ++this.#nextId;
  }

  get root(): CdpSession {
    return this.chromium.connection.root;
  }

  get chromium(): Chromium {
    if (this.#chromium === undefined) throw new Error('The stand-in browser has not started');
    return this.#chromium;
  }

  get isRunning(): boolean {
    return this.#chromium !== undefined;
  }

  async start(options: { userData: string; debuggingPort: string | undefined; language: string; onExit: () => void }): Promise<void> {
    const chromium = Chromium.start(options);
    this.#chromium = chromium;
    chromium.onExit(options.onExit);
    const { root } = chromium.connection;
    root.on('Target.targetCreated', ({ targetInfo }: { targetInfo: TargetInfo }) => this.#targetSeen(targetInfo));
    root.on('Target.targetInfoChanged', ({ targetInfo }: { targetInfo: TargetInfo }) => this.#targetSeen(targetInfo));
    root.on('Target.targetDestroyed', ({ targetId }: { targetId: string }) => this.#contents.get(targetId)?.targetGone());
    const serving = new Serving(root, this.parts.registry, this.parts.session, (frameId, url, isRedirect) =>
      this.#mayNavigate(frameId, url, isRedirect),
    );
    await serving.start();
    await root.send('Target.setDiscoverTargets', { discover: true });
    root.post('Browser.setDownloadBehavior', { behavior: 'deny' });
  }

  /** Opens a browser window for `contents`; answers its target. */
  openTarget(contents: WebContents, bounds: { width: number; height: number }): Promise<string> {
    const opened = this.#opening.then(() => (this.headless ? this.#openHeadless(bounds) : this.#openVisible(bounds)));
    this.#opening = opened.then(
      (targetId) => this.#contents.set(targetId, contents),
      () => undefined,
    );
    return this.#opening.then(() => opened);
  }

  async #openHeadless(bounds: { width: number; height: number }): Promise<string> {
    const { targetId } = await this.root.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...bounds,
    });
    return targetId;
  }

  #openVisible(bounds: { width: number; height: number }): Promise<string> {
    const token = `${blankPath}-${this.nextId()}`;
    return new Promise((resolve) => {
      this.#tokens.set(token, resolve);
      this.chromium.openAppWindow(`https://stand-in.internal${token}`, bounds);
    });
  }

  #targetSeen(target: TargetInfo): void {
    if (target.type !== 'page' || this.#contents.has(target.targetId) || this.#popups.has(target.targetId)) return;
    const token = new RegExp(`${blankPath}-\\d+$`).exec(target.url)?.[0];
    if (token !== undefined) {
      this.#tokens.get(token)?.(target.targetId);
      this.#tokens.delete(token);
      return;
    }
    // A page that no window of the app asked for is a pop-up: decided once the windows being opened have their names.
    const wait = this.#tokens.size > 0 ? new Promise((resolve) => setTimeout(resolve, 500)) : Promise.resolve();
    void wait
      .then(() => this.#opening)
      .then(() => this.#refusePopup(target))
      .catch(() => undefined);
  }

  async #refusePopup(target: TargetInfo): Promise<void> {
    if (this.#contents.has(target.targetId) || this.#popups.has(target.targetId)) return;
    this.#popups.add(target.targetId);
    this.root.post('Target.closeTarget', { targetId: target.targetId });
    // The page's own announcement, which has the address, comes by another way.
    const opener = (): WebContents | undefined => {
      const owners = [...this.#contents.values()];
      return owners.find((contents) => contents.targetId === target.openerId) ?? owners.find((contents) => contents.hasRequestedWindow);
    };
    for (let waited = 0; waited < 20 && opener()?.hasRequestedWindow !== true; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const asker = opener();
    asker?.decideWindowOpen(asker.takeRequestedWindow() ?? { url: target.url, name: '', features: '' });
  }

  async #mayNavigate(frameId: string, url: string, isRedirect: boolean): Promise<boolean> {
    await this.#opening;
    const contents = this.#contents.get(frameId);
    if (contents !== undefined) return contents.mayNavigate(url, isRedirect);
    if (this.#childFrames.has(frameId)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return this.#childFrames.has(frameId);
  }

  childFrameSeen(frameId: string): void {
    this.#childFrames.add(frameId);
  }

  forget(targetId: string): void {
    this.#contents.delete(targetId);
  }

  contentsOf(targetId: string): WebContents | undefined {
    return this.#contents.get(targetId);
  }

  announce(window: BrowserWindow): void {
    this.parts.app.emit('web-contents-created', {}, window.webContents);
    this.parts.app.emit('browser-window-created', {}, window);
  }

  announceFocus(window: BrowserWindow, focused: boolean): void {
    this.parts.app.emit(focused ? 'browser-window-focus' : 'browser-window-blur', {}, window);
  }

  windowClosed(): void {
    if (this.windows.size === 0) this.parts.app.allWindowsClosed();
  }

  themeChanged(): void {
    for (const contents of this.#contents.values()) contents.applyMedia();
  }
}
