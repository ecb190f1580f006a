// Desktop notifications over D-Bus, as Electron shows them on Linux: a default action and no buttons.
// https://specifications.freedesktop.org/notification-spec/latest/protocol.html
import type { Message, MessageBus } from 'dbus-native';

const service = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

export interface BusNotification {
  title: string;
  body: string;
  urgency: 'low' | 'normal' | 'critical';
  onClick(): void;
  onClosed(reason: number): void;
}

export class NotificationBus {
  readonly #bus: MessageBus;
  readonly #shown = new Map<number, BusNotification>();

  constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.connection.on('message', (message: Message) => this.#signal(message));
    bus.connection.on('error', () => undefined);
  }

  /** Undefined where no session bus has a notification service. */
  static async connect(): Promise<NotificationBus | undefined> {
    if (!process.env['DBUS_SESSION_BUS_ADDRESS']) return undefined;
    const dbus = (await import('dbus-native')).default;
    const bus = dbus.sessionBus({ timeout: 3000 });
    bus.connection.on('error', () => undefined);
    try {
      await bus.invoke({ destination: service, path, interface: service, member: 'GetServerInformation' });
      await bus.addMatch(`type='signal',interface='${service}',path='${path}'`);
      return new NotificationBus(bus);
    } catch {
      bus.connection.end();
      return undefined;
    }
  }

  async show(appName: string, notification: BusNotification): Promise<number> {
    const urgency = ['low', 'normal', 'critical'].indexOf(notification.urgency);
    const id = await this.#bus.invoke<number>({
      destination: service,
      path,
      interface: service,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      body: [appName, 0, '', notification.title, notification.body, ['default', 'View'], [['urgency', ['y', Math.max(urgency, 0)]]], -1],
    });
    this.#shown.set(id, notification);
    return id;
  }

  close(id: number): void {
    this.#bus
      .invoke({ destination: service, path, interface: service, member: 'CloseNotification', signature: 'u', body: [id] })
      .catch(() => undefined);
  }

  #signal(message: Message): void {
    if (message.interface !== service) return;
    const [id, detail] = (message.body ?? []) as [number, unknown];
    const shown = this.#shown.get(id);
    if (message.member === 'ActionInvoked' && detail === 'default') shown?.onClick();
    if (message.member === 'NotificationClosed') {
      this.#shown.delete(id);
      shown?.onClosed(Number(detail));
    }
  }
}
