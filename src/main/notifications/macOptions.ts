import type { NotificationAction, SystemNotification } from './NotificationService.ts';

/** Electron's NotificationConstructorOptions, as far as macOS has use for them. */
export interface MacOptions {
  id: string;
  title: string;
  body: string;
  actions: { type: 'button'; text: string }[];
  closeButtonText: string;
  hasReply: boolean;
  silent: boolean;
}

/**
 * What Electron is given on macOS. Buttons are shown where the app is signed and its alert style is `alert`
 * (NSUserNotificationAlertStyle in electron-builder.yml).
 * @param later the words of the button that only puts it away
 */
export function macOptions(notification: SystemNotification, later: string): MacOptions {
  const { id, title, lines } = notification;
  return {
    id,
    title,
    body: lines.join('\n'),
    actions: macButtons(notification).map(({ text }) => ({ type: 'button', text })),
    closeButtonText: later,
    hasReply: false,
    silent: false,
  };
}

/** What the button at this index, as macOS counts them, stands for. */
export function macActionAt(notification: SystemNotification, index: number): NotificationAction | undefined {
  return macButtons(notification)[index]?.action;
}

function macButtons({ open, approve, deny }: SystemNotification): { action: NotificationAction; text: string }[] {
  const decisions = [
    { action: 'approve' as const, text: approve },
    { action: 'deny' as const, text: deny },
  ].flatMap(({ action, text }) => (text === undefined ? [] : [{ action, text }]));
  return decisions.length > 0 ? decisions : [{ action: 'open', text: open }];
}
