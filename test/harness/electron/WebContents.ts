// https://electronjs.org/docs/api/web-contents, web-frame-main
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type * as Electron from 'electron';
import type { BrowserWindow } from './BrowserWindow.ts';
import type { CdpSession } from './CdpConnection.ts';
import { makeCodec } from './codec.ts';
import { GuardedEmitter, emitPreventable, guarded } from './guard.ts';
import type { Host } from './Host.ts';
import { isolatedWorldScript, mainWorldScript, preloadWorld } from './pageWorlds.ts';
import { fromPageUrl, originOf, toPageUrl } from './schemes.ts';
import type { StandInSession } from './session.ts';

interface RequestedWindow {
  url: string;
  name: string;
  features: string;
}

interface PageMessage extends RequestedWindow {
  kind: 'invoke' | 'send' | 'permission' | 'window-open' | 'preload-error' | 'title';
  id: number;
  channel: string;
  args: string;
  text: string;
}

type WindowOpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;

const codec = makeCodec();
const all = new Map<number, WebContents>();

/** How long the announcement of a page's own navigation may follow its request, in ms. */
const announcementGrace = 100;

export class WebContents extends GuardedEmitter {
  readonly id: number;
  readonly session: StandInSession;
  readonly mainFrame: {
    readonly url: string;
    readonly origin: string;
    readonly parent: null;
    readonly top: object;
    readonly name: string;
    readonly routingId: number;
    readonly processId: number;
    readonly frameToken: string;
    readonly detached: boolean;
    isDestroyed(): boolean;
  };
  targetId = '';
  readonly #host: Host;
  readonly #window: BrowserWindow;
  readonly #preload: string | undefined;
  readonly #secret = randomBytes(12).toString('hex');
  readonly #requested: RequestedWindow[] = [];
  readonly #pageNavigations = new Set<string>();
  #cdp: CdpSession | undefined;
  #opened: Promise<void>;
  #context: number | undefined;
  #url = '';
  #expected: string | undefined;
  #loading = false;
  #destroyed = false;
  #openHandler: WindowOpenHandler | null = null;
  #firstLoadSeen = false;

  constructor(host: Host, window: BrowserWindow, preload: string | undefined) {
    super();
    this.id = host.nextId();
    this.session = host.parts.session;
    this.#host = host;
    this.#window = window;
    this.#preload = preload;
    const url = (): string => this.#url;
    const gone = (): boolean => this.#destroyed;
    const frame = guarded('WebFrameMain', {
      get url() {
        return url();
      },
      get origin() {
        return originOf(url());
      },
      parent: null,
      get top(): object {
        return frame;
      },
      name: '',
      routingId: 1,
      processId: this.id,
      frameToken: this.#secret,
      get detached() {
        return gone();
      },
      isDestroyed: gone,
    });
    this.mainFrame = frame;
    all.set(this.id, this);
    this.#opened = this.#open();
    this.#opened.catch(() => undefined);
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()];
  }

  static fromId(id: number): WebContents | undefined {
    return all.get(id);
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.targetId === targetId);
  }

  get #names(): { binding: string; deliver: string } {
    return { binding: `b${this.#secret}`, deliver: `d${this.#secret}` };
  }

  async #open(): Promise<void> {
    const size = this.#window.getContentSize();
    this.targetId = await this.#host.openTarget(this, { width: size[0] ?? 800, height: size[1] ?? 600 });
    if (this.#destroyed) return this.#host.root.post('Target.closeTarget', { targetId: this.targetId });
    const { sessionId } = await this.#host.root.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId: this.targetId,
      flatten: true,
    });
    const cdp = this.#host.chromium.connection.session(sessionId);
    this.#cdp = cdp;
    this.#listen(cdp);
    const source = this.#preload === undefined ? null : this.#readPreload(this.#preload);
    const setup = {
      ...this.#names,
      platform: process.platform,
      versions: { electron: process.versions['electron'] ?? '', chrome: process.versions['chrome'] ?? '' },
    };
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Runtime.addBinding', { name: setup.binding, executionContextName: preloadWorld }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.#secret) }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: isolatedWorldScript(this.#secret, setup, source),
        worldName: preloadWorld,
      }),
      cdp.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
    ]);
    this.applyMedia();
    this.applySize();
    this.#window.applyVisibility();
  }

  /** A visible window's title bar comes on top of the size that the app asks for, in px. */
  async #titleBar(): Promise<number> {
    for (let attempt = 0; attempt < 15 && this.#cdp !== undefined; attempt += 1) {
      const { result } = await this.#cdp.send<{ result: { value?: number } }>('Runtime.evaluate', {
        expression: 'innerHeight > 0 ? outerHeight - innerHeight : -1',
      });
      const height = result.value ?? -1;
      if (height >= 0) return Math.min(height, 100);
      // Just restored, the page has not been laid out yet.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return 0;
  }

  /** Runs in the page's own world; resolves to what the expression gives, promises waited for. */
  async executeJavaScript(code: string): Promise<unknown> {
    await this.#opened;
    const { result, exceptionDetails } = await (this.#cdp ?? this.#host.root).send<{
      result: { value?: unknown; description?: string };
      exceptionDetails?: object;
    }>('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(`Script failed to execute: ${result.description ?? 'unknown'}`);
    return result.value;
  }

  #readPreload(path: string): string | null {
    try {
      const source = readFileSync(path, 'utf8');
      // Checked here, since a syntax error would take the bridge's own half with it.
      void new Script(`(function () {\n${source}\n})`, { filename: path });
      return source;
    } catch (error) {
      this.#preloadFailed(String(error));
      return null;
    }
  }

  #preloadFailed(text: string): void {
    process.stderr.write(`Unable to load preload script: ${this.#preload}\n${text}\n`);
    this.emit('preload-error', {}, this.#preload, new Error(text));
  }

  #listen(cdp: CdpSession): void {
    const isMain = (frameId: string | undefined): boolean => frameId === this.targetId;
    cdp.on('Runtime.executionContextCreated', ({ context }: { context: { id: number; name: string; auxData?: { frameId?: string } } }) => {
      if (context.name === preloadWorld && isMain(context.auxData?.frameId)) this.#context = context.id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) => {
      if (this.#context === executionContextId) this.#context = undefined;
    });
    cdp.on('Runtime.executionContextsCleared', () => (this.#context = undefined));
    cdp.on(
      'Runtime.bindingCalled',
      ({ name, payload, executionContextId }: { name: string; payload: string; executionContextId: number }) => {
        if (name === this.#names.binding && executionContextId === this.#context) this.#pageMessage(JSON.parse(payload) as PageMessage);
      },
    );
    cdp.on('Page.frameAttached', ({ frameId }: { frameId: string }) => this.#host.childFrameSeen(frameId));
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }: { frameId: string; url: string }) => {
      if (isMain(frameId)) this.#pageNavigations.add(withoutHash(url));
    });
    cdp.on('Page.frameNavigated', ({ frame }: { frame: { id: string; url: string } }) => {
      if (!isMain(frame.id)) return;
      this.#navigated(frame.url);
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      if (!isMain(frameId)) return;
      this.#url = this.#toApp(url);
      this.emit('did-navigate-in-page', {}, this.#url, true, this.id, 1);
    });
    cdp.on('Page.domContentEventFired', () => {
      if (this.#loading) this.emit('dom-ready', {});
    });
    cdp.on('Page.loadEventFired', () => this.#loaded());
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }: { url: string; windowName: string; windowFeatures: string[] }) => {
      this.#requested.push({ url: this.#toApp(url), name: windowName, features: windowFeatures.join(',') });
    });
    cdp.on('Inspector.targetCrashed', () => {
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
  }

  #navigated(pageUrl: string): void {
    this.#pageNavigations.clear();
    this.#url = this.#toApp(pageUrl);
    if (pageUrl === 'about:blank' && !this.#firstLoadSeen) return;
    this.#loading = true;
    this.applyMedia();
    this.emit('did-navigate', {}, this.#url, 200, 'OK');
  }

  #loaded(): void {
    if (!this.#loading || this.#destroyed) return;
    this.#loading = false;
    const isFirst = !this.#firstLoadSeen;
    this.#firstLoadSeen = true;
    this.emit('did-finish-load', {});
    this.emit('did-stop-loading', {});
    if (isFirst && !this.#destroyed) this.#window.emit('ready-to-show', {});
  }

  #toApp(pageUrl: string): string {
    return fromPageUrl(pageUrl, this.#host.parts.registry.schemes);
  }

  /** Asked for every document of the main frame; see Serving. */
  async mayNavigate(url: string, isRedirect: boolean): Promise<boolean> {
    const pageUrl = withoutHash(toPageUrl(url, this.#host.parts.registry.schemes));
    const details = { url, isSameDocument: false, isMainFrame: true, frame: this.mainFrame, initiator: this.mainFrame };
    if (isRedirect) return !emitPreventable(this, 'will-redirect', details, url, false, true, this.id, 1);
    if (this.#expected === pageUrl) {
      this.#expected = undefined;
    } else if (await this.#isPagesOwn(pageUrl)) {
      if (emitPreventable(this, 'will-navigate', details, url, false, true, this.id, 1)) return false;
    }
    this.emit('did-start-navigation', { ...details, preventDefault: () => undefined }, url, false, true, this.id, 1);
    return true;
  }

  /**
   * Navigations that a debugger starts (a test's goto or reload) are no will-navigate in Electron either. The page's
   * own are announced by its renderer, on another way than the request. Only the app's own pages get the benefit.
   */
  async #isPagesOwn(pageUrl: string): Promise<boolean> {
    if (this.#toApp(pageUrl) === pageUrl) return true;
    const deadline = performance.now() + announcementGrace;
    while (!this.#pageNavigations.has(pageUrl) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.#pageNavigations.has(pageUrl);
  }

  #pageMessage(message: PageMessage): void {
    if (this.#destroyed) return;
    if (message.kind === 'preload-error') return this.#preloadFailed(message.text);
    if (message.kind === 'title') return this.#window.pageTitle(message.text);
    if (message.kind === 'window-open')
      return this.decideWindowOpen({ url: this.#toApp(message.url), name: message.name, features: message.features });
    const given = codec.decode(message.args) as unknown[];
    if (message.kind === 'permission') {
      this.#reply(message, this.#mayUseMedia(given as string[]));
      return;
    }
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: this.id, type: 'frame' };
    if (message.kind === 'invoke') {
      this.#reply(message, this.#host.parts.ipc.answer(message.channel, event, given));
      return;
    }
    const reply = (channel: string, ...rest: unknown[]): void => this.send(channel, ...rest);
    this.#host.parts.ipc.emit(message.channel, { ...event, ports: [], reply }, ...given);
    this.emit('ipc-message', { ...event, reply }, message.channel, ...given);
  }

  #reply(message: PageMessage, result: Promise<unknown>): void {
    const context = this.#context;
    const send = (answer: { ok: boolean; value: string }): void => {
      // A reply to a document that has been left is dropped, like Electron's.
      if (context === this.#context) this.#deliver({ kind: 'reply', id: message.id, ...answer });
    };
    const fail = (error: unknown): void =>
      send({ ok: false, value: `Error invoking remote method '${message.channel}': ${String(error)}` });
    result.then((value) => send({ ok: true, value: codec.encode(value) })).catch(fail);
  }

  async #mayUseMedia(types: string[]): Promise<boolean> {
    const origin = originOf(this.#url);
    const details = { mediaTypes: types, securityOrigin: `${origin}/`, requestingUrl: this.#url, isMainFrame: true };
    const granted = await this.session.askPermission(this as unknown as Electron.WebContents, 'media', details);
    const pageOrigin = new URL(toPageUrl(this.#url, this.#host.parts.registry.schemes)).origin;
    const names = [...(types.includes('video') ? ['camera'] : []), ...(types.includes('audio') ? ['microphone'] : [])];
    for (const name of names) {
      await this.#host.root.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin: pageOrigin,
      });
    }
    return granted;
  }

  #deliver(message: object): void {
    if (this.#context === undefined) return;
    const expression = `globalThis[${JSON.stringify(this.#names.deliver)}](${JSON.stringify(JSON.stringify(message))})`;
    this.#cdp?.post('Runtime.evaluate', { expression, contextId: this.#context });
  }

  get hasRequestedWindow(): boolean {
    return this.#requested.length > 0;
  }

  takeRequestedWindow(): RequestedWindow | undefined {
    return this.#requested.shift();
  }

  /** Pop-ups never open here. An `allow` is an error, since the app has no use for one. */
  decideWindowOpen(asked: RequestedWindow): void {
    const referrer = { url: this.#url, policy: 'no-referrer' } as Electron.Referrer;
    const details: Electron.HandlerDetails = {
      url: asked.url,
      frameName: asked.name,
      features: asked.features,
      disposition: 'new-window',
      referrer,
    };
    const answer = this.#openHandler === null ? { action: 'allow' } : this.#openHandler(details);
    this.#host.windowOpens.push({ url: asked.url, action: answer.action });
    if (answer.action === 'allow') process.stderr.write(`The Electron stand-in refused a pop-up that the app allows: ${asked.url}\n`);
  }

  send(channel: string, ...given: unknown[]): void {
    this.#assertAlive();
    this.#deliver({ kind: 'push', channel, value: codec.encode(given) });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** Resolves when the page has loaded; rejects with Electron's `ERR_… loading '…'`. */
  loadURL(url: string): Promise<void> {
    this.#assertAlive();
    const loaded = this.#load(url);
    // A window may close while it loads, and an app that does not wait must not fall over it.
    loaded.catch(() => undefined);
    return loaded;
  }

  async #load(url: string): Promise<void> {
    await this.#opened;
    if (this.#destroyed || this.#cdp === undefined) throw loadError('ERR_FAILED', url);
    const cdp = this.#cdp;
    const pageUrl = toPageUrl(url, this.#host.parts.registry.schemes);
    this.#expected = withoutHash(pageUrl);
    this.emit('did-start-loading', {});
    const loaded = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', () => resolve());
      cdp.once('detached', () => reject(loadError('ERR_FAILED', url)));
    });
    loaded.catch(() => undefined);
    const { errorText, loaderId } = await cdp.send<{ errorText?: string; loaderId?: string }>('Page.navigate', { url: pageUrl });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText.replace('net::', ''), url, true, this.id, 1);
      throw loadError(errorText.replace('net::', ''), url);
    }
    if (loaderId !== undefined) await loaded;
  }

  reload(): void {
    this.#assertAlive();
    this.#expected = withoutHash(toPageUrl(this.#url, this.#host.parts.registry.schemes));
    this.#cdp?.post('Page.reload');
  }

  getURL(): string {
    return this.#url;
  }

  isLoading(): boolean {
    return this.#loading || this.#expected !== undefined;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    if (!this.#destroyed) this.#window.close();
  }

  focus(): void {
    this.#window.focus();
  }

  isFocused(): boolean {
    return this.#window.isFocused();
  }

  /** Recorded by name only: timers always run at full speed here. */
  setBackgroundThrottling(_allowed: boolean): void {}

  setAudioMuted(_muted: boolean): void {}

  setZoomFactor(_factor: number): void {}

  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }

  applyMedia(): void {
    this.#cdp?.post('Emulation.setEmulatedMedia', { media: '', features: this.#host.parts.mediaFeatures() });
  }

  /** The window's size is the page's; Chromium's own frame is not the app's business. */
  applySize(): void {
    if (!this.#host.headless) return;
    const size = this.#window.getContentSize();
    this.#cdp?.post('Emulation.setDeviceMetricsOverride', {
      width: size[0] ?? 0,
      height: size[1] ?? 0,
      deviceScaleFactor: 0,
      mobile: false,
    });
  }

  /** Only where windows are on a display. */
  async placeWindow(asked: { left?: number; top?: number; width?: number; height?: number; windowState?: string }): Promise<void> {
    if (this.#host.headless || this.#cdp === undefined) return;
    const { windowId } = await this.#host.root.send<{ windowId: number }>('Browser.getWindowForTarget', { targetId: this.targetId });
    await this.#host.root.send('Browser.setWindowBounds', { windowId, bounds: asked });
    if (asked.height === undefined) return;
    const height = asked.height + (await this.#titleBar());
    await this.#host.root.send('Browser.setWindowBounds', { windowId, bounds: { height } });
  }

  /** The person closed the browser's window, or it crashed. A prevented close opens it anew, out of sight. */
  targetGone(): void {
    if (this.#destroyed) return;
    this.#host.forget(this.targetId);
    this.#cdp = undefined;
    this.#context = undefined;
    const url = this.#url;
    if (this.#window.closedFromOutside()) return;
    this.#opened = this.#open();
    this.#opened.then(() => this.loadURL(url)).catch(() => undefined);
  }

  /** Called by the window alone. */
  destroyNow(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    if (this.targetId !== '') {
      this.#host.forget(this.targetId);
      this.#host.root.post('Target.closeTarget', { targetId: this.targetId });
    }
    this.emit('destroyed');
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}

function withoutHash(url: string): string {
  const at = url.indexOf('#');
  return at < 0 ? url : url.slice(0, at);
}

function loadError(code: string, url: string): Error {
  return Object.assign(new Error(`${code} loading '${url}'`), { code, url });
}
