import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageBus } from 'dbus-native';

/** One method call, and the D-Bus signature of its `body`. */
export interface BusCall {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
}

export interface BusSignal {
  /** The unique name of who sent it, as the bus itself vouches for it. */
  sender: string;
  path: string;
  interface: string;
  member: string;
  body: unknown[];
}

export interface BusOptions {
  /** Another bus than the person's session bus, as in `DBUS_SESSION_BUS_ADDRESS`. */
  address?: string;
  /** How long each answer may take, ms. */
  timeoutMs: number;
  onSignal?: (signal: BusSignal) => void;
  /** The connection is gone, and comes back only by a new one. */
  onClosed?: () => void;
}

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };

/** One connection to a bus, mostly the session bus of the person (D-Bus Specification). The library is loaded with the first one. */
export class SessionBus {
  readonly #bus: MessageBus;
  /** Rejects when the connection is lost: a call that waits for an answer then waits no longer. */
  readonly #lost: Promise<never>;

  private constructor(bus: MessageBus, { onSignal, onClosed }: BusOptions) {
    this.#bus = bus;
    this.#lost = new Promise<never>((_, reject) => {
      bus.connection.on('error', reject);
      bus.connection.on('close', () => {
        reject(new Error('the bus closed the connection'));
        onClosed?.();
      });
    });
    this.#lost.catch(() => {});
    if (onSignal === undefined) return;
    bus.connection.on('message', ({ type, sender, path, interface: name, member, body }) => {
      if (type !== 4 || sender === undefined || path === undefined || name === undefined || member === undefined) return;
      // Later than whoever waits for an answer that came before it, perhaps in the same piece: a button may be pressed at once.
      setImmediate(onSignal, { sender, path, interface: name, member, body: body ?? [] });
    });
  }

  /** @throws when there is no session bus, or it does not let us in */
  static async connect(options: BusOptions): Promise<SessionBus> {
    const address = options.address ?? sessionBusAddress();
    if (address === undefined) throw new Error('there is no session bus');
    const { default: dbus } = await import('dbus-native');
    // `direct`: left to itself, the library greets the bus and throws where nobody can catch it if no answer comes.
    const bus = new SessionBus(dbus.createClient({ busAddress: address, timeout: options.timeoutMs, direct: true }), options);
    try {
      await bus.#callBus('Hello');
    } catch (error) {
      bus.close();
      throw error;
    }
    return bus;
  }

  /** Resolves to the values of the answer. @throws when the answer is an error, or none comes */
  async call(call: BusCall): Promise<unknown[]> {
    const answer = new Promise<unknown[]>((resolve, reject) => {
      this.#bus.invoke(call, (error: Error | null | undefined, ...values: unknown[]) => {
        if (error === null || error === undefined) resolve(values);
        else reject(error);
      });
    });
    return await Promise.race([answer, this.#lost]);
  }

  /** Reads one property (org.freedesktop.DBus.Properties). */
  async property(destination: string, path: string, interfaceName: string, name: string): Promise<unknown> {
    const properties = { destination, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };
    const [value] = await this.call({ ...properties, signature: 'ss', body: [interfaceName, name] });
    return value;
  }

  /** The unique name of who owns a well-known name; undefined while nobody does. */
  async ownerOf(name: string): Promise<string | undefined> {
    const [owner] = await this.#callBus('GetNameOwner', 's', [name]).catch(() => []);
    return typeof owner === 'string' ? owner : undefined;
  }

  /** Whether the bus would start the owner of this name when somebody calls it. */
  async isActivatable(name: string): Promise<boolean> {
    const [names] = await this.#callBus('ListActivatableNames');
    return Array.isArray(names) && names.includes(name);
  }

  /** Has the bus pass on the signals that this match rule describes. */
  async match(rule: string): Promise<void> {
    await this.#callBus('AddMatch', 's', [rule]);
  }

  close(): void {
    this.#bus.connection.end();
    this.#bus.connection.stream.destroy();
  }

  async #callBus(member: string, signature?: string, body?: unknown[]): Promise<unknown[]> {
    return await this.call({ ...BUS, member, ...(signature !== undefined && { signature, body: body ?? [] }) });
  }
}

/** Match rule for the owner of `name` coming and going; the bus itself sends that signal. */
export function ownerChanges(name: string): string {
  return `type='signal',sender='${BUS.destination}',interface='${BUS.interface}',member='NameOwnerChanged',arg0='${name}'`;
}

/** The new owner of `name` that a signal tells of: '' when there is none any more, undefined when it is another signal. */
export function newOwner(signal: BusSignal, name: string): string | undefined {
  const isFromBus = signal.sender === BUS.destination && signal.interface === BUS.interface && signal.member === 'NameOwnerChanged';
  const [changed, , owner] = signal.body;
  return isFromBus && changed === name && typeof owner === 'string' ? owner : undefined;
}

function sessionBusAddress(): string | undefined {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (address !== undefined && address !== '') return address;
  const runtime = process.env['XDG_RUNTIME_DIR'];
  // Where systemd puts the session bus, known to libdbus too. A bus is never launched just to ask it.
  const socket = runtime === undefined || runtime === '' ? undefined : join(runtime, 'bus');
  return socket !== undefined && existsSync(socket) ? `unix:path=${socket}` : undefined;
}
