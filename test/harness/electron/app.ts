// https://electronjs.org/docs/api/app, command-line, command-line-switches
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { GuardedEmitter, emitPreventable, guarded } from './guard.ts';
import { SingleInstance } from './SingleInstance.ts';
import type { SecondInstance } from './SingleInstance.ts';

type Listener = (...given: never[]) => void;

export interface AppHooks {
  /** Starts the browser. */
  start(): Promise<void>;
  /** Closes every window as quit does; false when one prevented it. */
  closeWindows(): boolean;
  destroyWindows(): void;
}

export class App extends GuardedEmitter {
  readonly isPackaged = false;
  readonly commandLine;
  /** What was asked for and is only remembered. */
  readonly recorded = {
    sandboxed: false,
    hardwareAcceleration: true,
    appUserModelId: '',
    protocolClients: new Map<string, { path: string | undefined; args: string[] | undefined }>(),
    loginItem: { openAtLogin: false } as Electron.Settings,
    badgeCount: 0,
  };
  readonly #switches = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  readonly #appPath: string;
  readonly #version: string;
  readonly #readyPromise: Promise<void>;
  #resolveReady: () => void = () => undefined;
  #hooks: AppHooks | undefined;
  #name: string;
  #ready = false;
  #starting = false;
  #quitting = false;
  #exiting = false;
  #lock: SingleInstance | undefined;
  #early: SecondInstance[] = [];

  constructor(switches: string[]) {
    super();
    for (const argument of [...switches, ...process.argv.slice(2)]) {
      const match = /^--([^=]+)(?:=([^]*))?$/.exec(argument);
      if (match !== null) this.#switches.set(match[1] ?? '', match[2] ?? '');
    }
    const main = resolve(process.argv[1] ?? '.');
    const folder = existsSync(main) && statSync(main).isDirectory() ? main : dirname(main);
    const packageFile = join(main, 'package.json');
    const described = existsSync(packageFile)
      ? (JSON.parse(readFileSync(packageFile, 'utf8')) as { name?: string; productName?: string; version?: string })
      : {};
    this.#appPath = folder;
    this.#name = described.productName ?? described.name ?? 'Electron';
    this.#version = described.version ?? process.versions['electron'] ?? '';
    const given = this.#switches.get('user-data-dir');
    if (given !== undefined && given !== '') this.#paths.set('userData', resolve(given));
    this.commandLine = guarded('commandLine', {
      appendSwitch: (name: string, value = ''): void => void this.#switches.set(name.replace(/^--/, ''), value),
      removeSwitch: (name: string): void => void this.#switches.delete(name),
      getSwitchValue: (name: string): string => this.#switches.get(name) ?? '',
      hasSwitch: (name: string): boolean => this.#switches.has(name),
      appendArgument: (_value: string): void => undefined,
    });
    this.#readyPromise = new Promise((done) => (this.#resolveReady = done));
    // Playwright lets the app go on only when it listens, so that nothing of the first window is missed.
    if (this.#switches.has('remote-debugging-port')) {
      const gate = Promise.withResolvers<void>();
      Object.assign(globalThis, { __playwright_run: () => gate.resolve() });
      this.#gate = gate.promise;
    }
  }

  #gate: Promise<void> = Promise.resolve();

  /** Joins the parts; the app may not be asked anything before. */
  attach(hooks: AppHooks): void {
    this.#hooks = hooks;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => (this.#quitting ? this.exit(0) : this.quit()));
    }
  }

  override on(name: string, listener: Listener): this {
    if (name === 'ready') this.#wantsReady();
    return super.on(name, listener as never);
  }

  override once(name: string, listener: Listener): this {
    if (name === 'ready') this.#wantsReady();
    return super.once(name, listener as never);
  }

  whenReady(): Promise<void> {
    this.#wantsReady();
    return this.#readyPromise;
  }

  isReady(): boolean {
    return this.#ready;
  }

  /** The browser starts only once the app waits for it: a second instance leaves before. */
  #wantsReady(): void {
    if (this.#starting) return;
    this.#starting = true;
    setImmediate(() => {
      if (this.#quitting || this.#exiting) return;
      this.#becomeReady().catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        this.exit(1);
      });
    });
  }

  async #becomeReady(): Promise<void> {
    await this.#hooks?.start();
    await this.#gate;
    if (this.#exiting) return;
    this.#ready = true;
    this.#resolveReady();
    this.emit('ready', {}, {});
    for (const second of this.#early.splice(0)) this.#second(second);
  }

  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    this.#lock ??= new SingleInstance(this.getPath('userData'), (second) =>
      this.#ready ? this.#second(second) : this.#early.push(second),
    );
    return this.#lock.request({ argv: process.argv, workingDirectory: process.cwd(), additionalData });
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  #second(second: SecondInstance): void {
    this.emit('second-instance', {}, second.argv, second.workingDirectory, second.additionalData);
  }

  /** before-quit, every window's close, will-quit, quit; each of the first three may stop it. */
  quit(): void {
    if (this.#quitting || this.#exiting) return;
    this.#quitting = true;
    // Electron quits from its event loop, after the caller.
    setImmediate(() => {
      if (emitPreventable(this, 'before-quit') || this.#hooks?.closeWindows() === false || emitPreventable(this, 'will-quit')) {
        this.#quitting = false;
        return;
      }
      this.exit(0);
    });
  }

  exit(exitCode = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    this.#hooks?.destroyWindows();
    this.emit('quit', {}, exitCode);
    this.#lock?.release();
    process.exit(exitCode);
  }

  get isLeaving(): boolean {
    return this.#exiting;
  }

  allWindowsClosed(): void {
    if (this.#quitting || this.#exiting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const home = homedir();
    const userData = (): string => this.getPath('userData');
    const known: Record<string, () => string> = {
      home: () => home,
      appData: () => {
        if (process.platform === 'darwin') return join(home, 'Library/Application Support');
        if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData/Roaming');
        return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
      },
      userData: () => join(this.getPath('appData'), this.#name),
      sessionData: userData,
      temp: () => tmpdir(),
      exe: () => process.execPath,
      module: () => process.execPath,
      logs: () => join(userData(), 'logs'),
      crashDumps: () => join(userData(), 'Crashpad'),
      desktop: () => join(home, 'Desktop'),
      documents: () => join(home, 'Documents'),
      downloads: () => join(home, 'Downloads'),
    };
    const find = known[name];
    if (find === undefined) throw new Error(`Failed to get '${name}' path`);
    const path = find();
    if (name === 'userData') mkdirSync(path, { recursive: true });
    return path;
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.#paths.set(name, path);
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getVersion(): string {
    return this.#version;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  getLocale(): string {
    return this.#switches.get('lang') ?? Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getLocaleCountryCode(): string {
    return new Intl.Locale(this.getLocale()).region ?? '';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  setAsDefaultProtocolClient(protocol: string, path?: string, args?: string[]): boolean {
    this.recorded.protocolClients.set(protocol, { path, args });
    return true;
  }

  isDefaultProtocolClient(protocol: string): boolean {
    return this.recorded.protocolClients.has(protocol);
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    return this.recorded.protocolClients.delete(protocol);
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const { openAtLogin = false } = this.recorded.loginItem;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.recorded.loginItem = settings;
  }

  setAppUserModelId(id: string): void {
    this.recorded.appUserModelId = id;
  }

  enableSandbox(): void {
    this.recorded.sandboxed = true;
  }

  disableHardwareAcceleration(): void {
    this.recorded.hardwareAcceleration = false;
  }

  setBadgeCount(count = 0): boolean {
    this.recorded.badgeCount = count;
    return false;
  }

  getBadgeCount(): number {
    return this.recorded.badgeCount;
  }

  focus(): void {}

  /** macOS only, and absent elsewhere as in Electron. */
  get dock(): undefined {
    return undefined;
  }

  relaunch(): never {
    throw new Error(`The Electron stand-in cannot relaunch ${basename(this.#appPath)}`);
  }
}
