import type { NotificationsView } from '../../bridge/views.ts';

/** What a person can do with a notification: `open` brings up the approval window and decides nothing. */
export type NotificationAction = 'open' | 'approve' | 'deny';

/** The words of a notification. A button without words is not there. */
export interface NotificationContent {
  title: string;
  /** Lines, the most telling first. */
  lines: readonly string[];
  /** What a click on the notification itself is called, where the system says it. */
  open: string;
  approve?: string;
  deny?: string;
}

export interface SystemNotification extends NotificationContent {
  /** Of the request; there is one notification for each. */
  id: string;
  /** Random, and of this one showing alone: a button pressed on an older showing is told from one on this. */
  token: string;
}

export interface NotificationListener {
  /** The system says that it has it. */
  onShown(id: string, token: string): void;
  /** Dismissed, timed out or lost: it is no longer on screen. */
  onGone(id: string, token: string): void;
  /** A button or the notification itself was pressed. Everything in it comes from outside and may be old. */
  onAction(id: string, token: string, action: NotificationAction): void;
  /** Notifications get through again; what stood before is lost. */
  onAvailable(): void;
  onState(): void;
}

/** The notifications of one operating system. Nothing here throws: what cannot be shown becomes the state. */
export interface NotificationService {
  /** Called once, before anything else. */
  start(listener: NotificationListener): void;
  /** Shows it, in the place of what stands under the same id. */
  show(notification: SystemNotification): void;
  withdraw(id: string): void;
  state(): NotificationsView;
  /** Looks again whether notifications get through. */
  refresh(): void;
  /** Takes everything back. */
  stop(): Promise<void>;
}
