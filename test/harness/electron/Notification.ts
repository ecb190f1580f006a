// https://electronjs.org/docs/api/notification
import type * as Electron from 'electron';
import { randomUUID } from 'node:crypto';
import { GuardedEmitter } from './guard.ts';
import { NotificationBus } from './NotificationBus.ts';

/** Every notification that was shown, oldest first. */
export const shownNotifications: Notification[] = [];

let connecting: Promise<NotificationBus | undefined> | undefined;
let appName = (): string => 'Electron';

export function nameNotifications(name: () => string): void {
  appName = name;
}

export class Notification extends GuardedEmitter {
  readonly id: string;
  readonly groupId: string;
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  timeoutType: 'default' | 'never';
  actions: Electron.NotificationAction[];
  hasReply: boolean;
  replyPlaceholder: string;
  sound: string;
  closeButtonText: string;
  toastXml: string;
  isOpen = false;
  /** Whether the desktop's notification service has it, rather than the record alone. */
  onBus = false;
  #busId: number | undefined;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.id = options.id ?? randomUUID();
    this.groupId = options.groupId ?? '';
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
    this.hasReply = options.hasReply ?? false;
    this.replyPlaceholder = options.replyPlaceholder ?? '';
    this.sound = options.sound ?? '';
    this.closeButtonText = options.closeButtonText ?? '';
    this.toastXml = options.toastXml ?? '';
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    if (this.isOpen) this.close();
    this.isOpen = true;
    if (!shownNotifications.includes(this)) shownNotifications.push(this);
    this.#showOnBus().catch((error: unknown) => this.emit('failed', {}, String(error)));
  }

  async #showOnBus(): Promise<void> {
    connecting ??= NotificationBus.connect();
    const bus = await connecting;
    if (bus !== undefined) {
      this.#busId = await bus.show(appName(), {
        title: this.title,
        body: this.body,
        urgency: this.urgency,
        onClick: () => this.click(),
        onClosed: (reason) => this.#closed(reason === 1 ? 'timedOut' : 'userCanceled'),
      });
      this.onBus = true;
    }
    if (this.isOpen) this.emit('show', {});
    else this.#withdraw();
  }

  close(): void {
    if (!this.isOpen) return;
    this.#withdraw();
    this.#closed('applicationHidden');
  }

  #withdraw(): void {
    const id = this.#busId;
    this.#busId = undefined;
    if (id !== undefined) void connecting?.then((bus) => bus?.close(id));
  }

  #closed(reason: 'userCanceled' | 'applicationHidden' | 'timedOut'): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.emit('close', { reason });
  }

  /** A person's click on its body. */
  click(): void {
    this.emit('click', {});
  }
}
