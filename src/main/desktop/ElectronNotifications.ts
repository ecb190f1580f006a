import { Notification } from 'electron';
import type { NotificationsView } from '../../bridge/views.ts';
import { macActionAt, macOptions } from '../notifications/macOptions.ts';
import type { NotificationListener, NotificationService, SystemNotification } from '../notifications/NotificationService.ts';
import { toastPress, toastXml } from '../notifications/toast.ts';

interface Standing {
  notification: SystemNotification;
  shown: Notification;
}

/** Notifications of macOS and Windows, as Electron shows them. */
export class ElectronNotifications implements NotificationService {
  readonly #later: () => string;
  readonly #isWindows = process.platform === 'win32';
  readonly #standing = new Map<string, Standing>();
  #listener: NotificationListener | undefined;
  #state: NotificationsView = Notification.isSupported() ? 'working' : 'missing';

  /** @param later the words of the button that puts a notification away */
  constructor(later: () => string) {
    this.#later = later;
  }

  start(listener: NotificationListener): void {
    this.#listener = listener;
    if (!this.#isWindows) {
      // Of an app that was killed: what is still open is shown anew.
      Notification.removeAll();
      return;
    }
    // Tells of every press, also the one that started this process, and of toasts of an earlier one.
    Notification.handleActivation((details) => {
      const press = toastPress(details.arguments);
      if (press !== undefined) listener.onAction(press.id, press.token, press.action);
    });
  }

  state(): NotificationsView {
    return this.#state;
  }

  show(notification: SystemNotification): void {
    this.withdraw(notification.id);
    const later = this.#later();
    const { id, title, lines, token } = notification;
    const shown = new Notification(
      this.#isWindows ? { id, title, body: lines.join('\n'), toastXml: toastXml(notification, later) } : macOptions(notification, later),
    );
    this.#standing.set(id, { notification, shown });
    shown.on('show', () => {
      this.#become('working');
      this.#listener?.onShown(id, token);
    });
    shown.on('failed', () => {
      this.#become('refused');
      this.#gone(id, token);
    });
    if (!this.#isWindows) {
      shown.on('click', () => this.#listener?.onAction(id, token, 'open'));
      shown.on('action', ({ actionIndex }) => {
        const action = macActionAt(notification, actionIndex);
        if (action !== undefined) this.#listener?.onAction(id, token, action);
      });
      // A toast that leaves the screen of Windows lives on in its notification centre.
      shown.on('close', () => this.#gone(id, token));
    }
    shown.show();
  }

  withdraw(id: string): void {
    const standing = this.#standing.get(id);
    this.#standing.delete(id);
    standing?.shown.close();
  }

  /** Neither system says whether do not disturb is on; whether the app is let in shows with the next notification. */
  refresh(): void {}

  async stop(): Promise<void> {
    for (const id of this.#standing.keys()) this.withdraw(id);
  }

  #gone(id: string, token: string): void {
    if (this.#standing.get(id)?.notification.token !== token) return;
    this.#standing.delete(id);
    this.#listener?.onGone(id, token);
  }

  #become(state: NotificationsView): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener?.onState();
  }
}
