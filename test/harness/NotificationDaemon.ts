/**
 * A notification service on a session bus: the mock of python-dbusmock, which speaks over libdbus and so is no relative of
 * the code under test. It shows nothing; tests read what it was given and press its buttons.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import dbus from 'dbus-native';
import { callBus } from './sessionBus.ts';

const service = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const mock = 'org.freedesktop.DBus.Mock';

/** One notification as the daemon has it. */
export interface DaemonNotification {
  id: number;
  title: string;
  body: string;
  /** By key: its label. */
  actions: Record<string, string>;
  urgency: number;
  isOpen: boolean;
}

interface MethodCall {
  name: string;
  args: unknown[];
}

export class NotificationDaemon {
  readonly #address: string;
  readonly #child: ChildProcess;
  /** Put away by the person. */
  readonly #dismissed = new Set<number>();

  private constructor(address: string, child: ChildProcess) {
    this.#address = address;
    this.#child = child;
  }

  static async start(address: string, capabilities = 'body body-markup actions persistence'): Promise<NotificationDaemon> {
    const parameters = ['--parameters', JSON.stringify({ capabilities })];
    const child = spawn('/usr/bin/python3', ['-m', 'dbusmock', '--session', '--template', 'notification_daemon', ...parameters], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] ?? '', DBUS_SESSION_BUS_ADDRESS: address },
    });
    const daemon = new NotificationDaemon(address, child);
    while (!(await daemon.#isThere())) {
      if (child.exitCode !== null) throw new Error(`the notification daemon ended with ${child.exitCode}`);
      await sleep(20);
    }
    return daemon;
  }

  /** Everything that was ever shown, oldest first; of one that was replaced, the newest. */
  async notifications(): Promise<DaemonNotification[]> {
    const found = new Map<number, DaemonNotification>();
    let next = 0;
    for (const { name, args } of await this.#calls()) {
      if (name === 'CloseNotification') {
        const closed = found.get(args[0] as number);
        if (closed !== undefined) closed.isOpen = false;
      }
      if (name !== 'Notify') continue;
      const [, replaces, , title, body, actions, hints] = args as [
        string,
        number,
        string,
        string,
        string,
        string[],
        Record<string, unknown>,
      ];
      const id = replaces === 0 ? (next += 1) : replaces;
      const pairs = actions.flatMap((key, index) => (index % 2 === 0 ? [[key, actions[index + 1] ?? '']] : []));
      const labels = Object.fromEntries(pairs) as Record<string, string>;
      found.set(id, { id, title, body, actions: labels, urgency: Number(hints['urgency']), isOpen: true });
    }
    return [...found.values()].map((one) => (this.#dismissed.has(one.id) ? { ...one, isOpen: false } : one));
  }

  async open(): Promise<DaemonNotification[]> {
    return (await this.notifications()).filter(({ isOpen }) => isOpen);
  }

  /** The one that is open; waits for it. */
  async one(): Promise<DaemonNotification> {
    for (let tries = 0; tries < 400; tries += 1) {
      const [only, ...more] = await this.open();
      if (only !== undefined && more.length === 0) return only;
      await sleep(25);
    }
    throw new Error(`waited in vain for one notification; there are ${JSON.stringify(await this.open())}`);
  }

  /** The person presses what bears this label; the daemon then takes the notification away, as most do. */
  async press({ id, actions }: DaemonNotification, label: string): Promise<void> {
    const key = Object.keys(actions).find((candidate) => actions[candidate] === label);
    if (key === undefined) throw new Error(`there is no "${label}" among ${JSON.stringify(actions)}`);
    await this.emit('ActionInvoked', 'us', [new dbus.Variant('u', id), new dbus.Variant('s', key)]);
    await this.dismiss(id);
  }

  async dismiss(id: number): Promise<void> {
    this.#dismissed.add(id);
    await this.emit('NotificationClosed', 'uu', [new dbus.Variant('u', id), new dbus.Variant('u', 2)]);
  }

  /** Sends a signal of the daemon's interface, whatever is in it. */
  async emit(member: string, signature: string, body: unknown[]): Promise<void> {
    await this.#callMock('EmitSignal', 'sssav', [service, member, signature, body]);
  }

  /** As Plasma says that do not disturb is on. */
  async setInhibited(inhibited: boolean): Promise<void> {
    const value = new dbus.Variant('b', inhibited);
    await this.#callMock('AddProperty', 'ssv', [service, 'Inhibited', value]).catch(
      async () => await this.#callMock('UpdateProperties', 'sa{sv}', [service, [['Inhibited', value]]]),
    );
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async #isThere(): Promise<boolean> {
    const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
    const [owned] = await callBus(this.#address, { ...bus, member: 'NameHasOwner', signature: 's', body: [service] });
    return owned === true;
  }

  async #calls(): Promise<MethodCall[]> {
    const [calls] = await this.#callMock('GetCalls');
    return (calls as [bigint, string, unknown[]][]).map(([, name, args]) => ({ name, args }));
  }

  async #callMock(member: string, signature?: string, body?: unknown[]): Promise<unknown[]> {
    const call = { destination: service, path, interface: mock, member };
    return await callBus(this.#address, { ...call, ...(signature !== undefined && { signature, body: body ?? [] }) });
  }
}
