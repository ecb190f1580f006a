import type { NotificationAction, SystemNotification } from './NotificationService.ts';

/** Where the Desktop Notifications Specification 1.3 has the server. */
export const SERVER = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
};

const CRITICAL = 2;
/** The person decides when it goes, or the request's end does. */
const NEVER_EXPIRES = 0;

/**
 * The arguments of `Notify`, of D-Bus type `susssasa{sv}i`.
 * @param capabilities what the server says it can do; what it cannot is left out or said otherwise
 * @param replaces the server's number of the one in whose place this comes, or 0
 */
export function notifyArguments(
  { title, lines, token, open, approve, deny }: SystemNotification,
  capabilities: readonly string[],
  replaces: number,
): unknown[] {
  const hasBody = capabilities.includes('body');
  const body = lines.map(capabilities.includes('body-markup') ? escaped : (line) => line).join('\n');
  const buttons = [...button(`approve.${token}`, approve), ...button(`deny.${token}`, deny)];
  const hints = [
    ['urgency', ['y', CRITICAL]],
    ['desktop-entry', ['s', 'deskfob']],
  ];
  return [
    'Deskfob',
    replaces,
    'deskfob',
    hasBody ? title : [title, ...lines].join(' · '),
    hasBody ? body : '',
    capabilities.includes('actions') ? ['default', open, ...buttons] : [],
    hints,
    NEVER_EXPIRES,
  ];
}

/** What the action key of a signal means for the notification with this token; undefined when it is none of its own. */
export function actionOf(key: unknown, token: string): NotificationAction | undefined {
  if (key === 'default') return 'open';
  if (key === `approve.${token}`) return 'approve';
  return key === `deny.${token}` ? 'deny' : undefined;
}

function button(key: string, label: string | undefined): string[] {
  return label === undefined ? [] : [key, label];
}

/** A body is markup (section 3, "Markup") where the server says so; the title never is. */
function escaped(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
