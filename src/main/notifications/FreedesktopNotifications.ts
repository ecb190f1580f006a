import type { NotificationsView } from '../../bridge/views.ts';
import { type BusSignal, newOwner, ownerChanges, SessionBus } from '../dbus/SessionBus.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import { isSilenced } from './doNotDisturb.ts';
import { actionOf, notifyArguments, SERVER } from './freedesktopMessages.ts';
import type { NotificationListener, NotificationService, SystemNotification } from './NotificationService.ts';

/** What shows notifications at the moment. */
interface Server {
  name: string;
  capabilities: readonly string[];
}

interface Standing {
  notification: SystemNotification;
  /** The server's number for it; undefined when it could not be shown. */
  serverId: Promise<number | undefined>;
}

const TIMEOUT_MS = 5000;
const SIGNALS = `type='signal',sender='${SERVER.destination}',path='${SERVER.path}',interface='${SERVER.interface}'`;

/** Notifications of Linux desktops (Desktop Notifications Specification 1.3), spoken directly: Electron shows none with buttons there. */
export class FreedesktopNotifications implements NotificationService {
  readonly #log: LogFailure;
  #listener: NotificationListener | undefined;
  #bus: Promise<SessionBus> | undefined;
  #server: Promise<Server> | undefined;
  #state: NotificationsView = 'working';
  readonly #standing = new Map<string, Standing>();
  readonly #byServerId = new Map<number, Standing>();
  /** Unique name of the server that was asked last. */
  #owner: string | undefined;

  constructor(log: LogFailure) {
    this.#log = log;
  }

  start(listener: NotificationListener): void {
    this.#listener = listener;
  }

  state(): NotificationsView {
    return this.#state;
  }

  show(notification: SystemNotification): void {
    const { id, token } = notification;
    const before = this.#standing.get(id);
    const standing: Standing = { notification, serverId: Promise.resolve(undefined) };
    standing.serverId = this.#notify(standing, before).catch(() => undefined);
    this.#standing.set(id, standing);
    const settle = async (): Promise<void> => {
      const isShown = (await standing.serverId) !== undefined;
      if (!isShown) this.#lose(standing);
      else if (this.#standing.get(id) === standing) this.#listener?.onShown(id, token);
      await this.#lookAround();
    };
    inBackground('notification', settle(), this.#log);
  }

  withdraw(id: string): void {
    const standing = this.#standing.get(id);
    if (standing === undefined) return;
    this.#standing.delete(id);
    inBackground('notification', this.#close(standing), this.#log);
  }

  refresh(): void {
    inBackground('notifications', this.#lookAround(), this.#log);
  }

  async stop(): Promise<void> {
    const closing = [...this.#standing.values()].map(async (standing) => await this.#close(standing));
    this.#standing.clear();
    await Promise.allSettled(closing);
    (await this.#bus?.catch(() => undefined))?.close();
  }

  async #notify(standing: Standing, before: Standing | undefined): Promise<number> {
    const bus = await this.#connected();
    const { capabilities } = await this.#serving();
    const replaced = (await before?.serverId) ?? 0;
    const body = notifyArguments(standing.notification, capabilities, this.#byServerId.has(replaced) ? replaced : 0);
    this.#byServerId.delete(replaced);
    const [serverId] = await bus.call({ ...SERVER, member: 'Notify', signature: 'susssasa{sv}i', body });
    if (typeof serverId !== 'number') throw new Error('a notification without a number');
    this.#byServerId.set(serverId, standing);
    return serverId;
  }

  async #close({ serverId }: Standing): Promise<void> {
    const shown = await serverId;
    // Replaced meanwhile: the number is another one's now, or gone.
    if (shown === undefined || !this.#byServerId.delete(shown)) return;
    const bus = await this.#connected();
    // It answers with an error when the person has closed it in the same moment.
    await bus.call({ ...SERVER, member: 'CloseNotification', signature: 'u', body: [shown] }).catch(() => {});
  }

  #lose(standing: Standing): void {
    const { id, token } = standing.notification;
    if (this.#standing.get(id) !== standing) return;
    this.#standing.delete(id);
    this.#listener?.onGone(id, token);
  }

  #connected(): Promise<SessionBus> {
    this.#bus ??= this.#connect().catch((error: unknown) => {
      this.#forget();
      throw error;
    });
    return this.#bus;
  }

  async #connect(): Promise<SessionBus> {
    const bus = await SessionBus.connect({
      timeoutMs: TIMEOUT_MS,
      onSignal: (signal) => this.#heard(signal),
      onClosed: () => this.#forget(),
    });
    await bus.match(ownerChanges(SERVER.destination));
    await bus.match(SIGNALS);
    return bus;
  }

  /** The bus is gone, and with it everything that was said on it. */
  #forget(): void {
    this.#bus = undefined;
    this.#serverGone();
    this.#become('missing');
  }

  #serving(): Promise<Server> {
    this.#server ??= this.#ask().catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  /** The first of these calls has the bus start a server that is installed and not running. */
  async #ask(): Promise<Server> {
    const bus = await this.#connected();
    const [name] = await bus.call({ ...SERVER, member: 'GetServerInformation' });
    const [capabilities] = await bus.call({ ...SERVER, member: 'GetCapabilities' });
    this.#owner = await bus.ownerOf(SERVER.destination);
    return { name: String(name), capabilities: Array.isArray(capabilities) ? capabilities.map(String) : [] };
  }

  /** Whether notifications get through, as far as can be asked without starting anything. */
  async #lookAround(): Promise<void> {
    try {
      const bus = await this.#connected();
      const isRunning = (await bus.ownerOf(SERVER.destination)) !== undefined;
      if (!isRunning) this.#become((await bus.isActivatable(SERVER.destination)) ? 'working' : 'missing');
      else this.#become((await isSilenced(bus, (await this.#serving()).name)) ? 'silenced' : 'working');
    } catch {
      this.#become('missing');
    }
  }

  #become(state: NotificationsView): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener?.onState();
  }

  #heard(signal: BusSignal): void {
    const owner = newOwner(signal, SERVER.destination);
    if (owner !== undefined) this.#ownerChanged(owner);
    // Anybody on the bus can send us a signal of this name; the buttons are the server's alone.
    else if (signal.interface === SERVER.interface && signal.sender === this.#owner) this.#told(signal);
  }

  #told({ member, body: [serverId, detail] }: BusSignal): void {
    const standing = typeof serverId === 'number' ? this.#byServerId.get(serverId) : undefined;
    if (standing === undefined) return;
    const { id, token } = standing.notification;
    if (member === 'NotificationClosed') {
      this.#byServerId.delete(Number(serverId));
      this.#lose(standing);
    }
    const pressed = member === 'ActionInvoked' ? actionOf(detail, token) : undefined;
    if (pressed !== undefined) this.#listener?.onAction(id, token, pressed);
  }

  #ownerChanged(owner: string): void {
    // Another server knows nothing of what stood on the one before. One that was started by our own call has nothing before it.
    if (this.#owner !== undefined && this.#owner !== owner) this.#serverGone();
    if (owner !== '') this.#listener?.onAvailable();
    this.refresh();
  }

  #serverGone(): void {
    this.#server = undefined;
    this.#owner = undefined;
    this.#byServerId.clear();
    for (const standing of this.#standing.values()) this.#lose(standing);
  }
}
