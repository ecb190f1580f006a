import { type BusSignal, newOwner, ownerChanges, SessionBus } from '../dbus/SessionBus.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const TIMEOUT_MS = 5000;

/**
 * Whether a Linux desktop has a place for tray icons (StatusNotifierItem, "StatusNotifierWatcher"). Electron makes its icon
 * without a word where nobody will ever draw it, as on GNOME without the extension.
 */
export class TrayHost {
  readonly #onChange: (isThere: boolean) => void;
  #bus: SessionBus | undefined;
  #isThere: boolean | undefined;
  #isStopped = false;

  constructor(onChange: (isThere: boolean) => void) {
    this.#onChange = onChange;
  }

  /** Resolves when it is known; afterwards `onChange` is called with every change. Without a session bus there is none. */
  async watch(): Promise<void> {
    try {
      this.#bus = await SessionBus.connect({
        timeoutMs: TIMEOUT_MS,
        onSignal: (signal) => this.#heard(signal),
        onClosed: () => this.#become(false),
      });
      await this.#bus.match(ownerChanges(WATCHER));
      await this.#bus.match(`type='signal',sender='${WATCHER}',path='${PATH}',interface='${WATCHER}'`);
    } catch {
      this.#become(false);
      return;
    }
    await this.#look();
  }

  /** Nothing more is told. */
  stop(): void {
    this.#isStopped = true;
    this.#bus?.close();
  }

  #heard(signal: BusSignal): void {
    const isAboutHosts = signal.interface === WATCHER && signal.member.startsWith('StatusNotifierHost');
    // Whatever it says, the watcher itself is asked.
    if (isAboutHosts || newOwner(signal, WATCHER) !== undefined) void this.#look();
  }

  async #look(): Promise<void> {
    this.#become(await this.#isRegistered().catch(() => false));
  }

  async #isRegistered(): Promise<boolean> {
    // Not asked for its property while nobody owns the name: the bus might start a watcher that nobody draws for.
    if ((await this.#bus?.ownerOf(WATCHER)) === undefined) return false;
    return (await this.#bus?.property(WATCHER, PATH, WATCHER, 'IsStatusNotifierHostRegistered')) === true;
  }

  #become(isThere: boolean): void {
    if (this.#isStopped || isThere === this.#isThere) return;
    this.#isThere = isThere;
    this.#onChange(isThere);
  }
}
