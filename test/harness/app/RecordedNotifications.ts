import type { NotificationsView } from '../../../src/bridge/views.ts';
import type {
  NotificationAction,
  NotificationListener,
  NotificationService,
  SystemNotification,
} from '../../../src/main/notifications/NotificationService.ts';

/** In the place of an operating system's notifications: keeps what it was given, and presses buttons. */
export class RecordedNotifications implements NotificationService {
  /** Those on screen, by request. */
  readonly standing = new Map<string, SystemNotification>();
  /** Every one that was ever shown. */
  readonly shown: SystemNotification[] = [];
  current: NotificationsView = 'working';
  /** Whether it says at once that it shows what it was given. */
  confirms = true;
  /** Called the moment one is on screen. */
  onShow: (notification: SystemNotification) => void = () => {};
  #listener: NotificationListener | undefined;

  get listener(): NotificationListener {
    if (this.#listener === undefined) throw new Error('the notifications were not started');
    return this.#listener;
  }

  start(listener: NotificationListener): void {
    this.#listener = listener;
  }

  show(notification: SystemNotification): void {
    this.standing.set(notification.id, notification);
    this.shown.push(notification);
    if (this.confirms) this.listener.onShown(notification.id, notification.token);
    this.onShow(notification);
  }

  withdraw(id: string): void {
    this.standing.delete(id);
  }

  state(): NotificationsView {
    return this.current;
  }

  refresh(): void {}

  async stop(): Promise<void> {}

  /** The person presses a button of what stands for this request. */
  press(id: string, action: NotificationAction): void {
    const { token } = this.of(id);
    this.listener.onAction(id, token, action);
  }

  of(id: string): SystemNotification {
    const notification = this.standing.get(id);
    if (notification === undefined) throw new Error(`nothing stands for ${id}`);
    return notification;
  }
}
