import { z } from 'zod';
import type { NotificationAction, SystemNotification } from './NotificationService.ts';

/*
 * Toasts of Windows: their XML (Microsoft, "Toast schema"), and what comes back when one is pressed. That happens in this
 * process, or in one that the press itself has started, and long after, from the notification centre. So all that has to be
 * known stands in the arguments.
 */

/** Request and showing of a press, as they stood in the toast's arguments. */
export interface ToastPress {
  id: string;
  token: string;
  action: NotificationAction;
}

/** @param later the words of the button that only puts it away; the system carries it out */
export function toastXml(notification: SystemNotification, later: string): string {
  const { title, lines, approve, deny, open } = notification;
  const decisions =
    approve === undefined && deny === undefined
      ? [button(notification, 'open', open)]
      : [button(notification, 'approve', approve, 'Success'), button(notification, 'deny', deny, 'Critical')];
  return [
    // A reminder stays on screen until somebody does something about it, and needs a button for that.
    `<toast scenario="reminder" useButtonStyle="true" activationType="foreground" launch="${argumentsOf(notification, 'open')}">`,
    '<visual><binding template="ToastGeneric">',
    ...[title, ...lines].map((line) => `<text>${escaped(line)}</text>`),
    '</binding></visual><actions>',
    ...decisions,
    `<action content="${escaped(later)}" activationType="system" arguments="dismiss"/>`,
    '</actions></toast>',
  ].join('');
}

const pressSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9._-]{1,160}$/),
  token: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  action: z.enum(['open', 'approve', 'deny']),
});

/** Reads the arguments of a press; undefined when they are none that a toast of this app carries. */
export function toastPress(text: string): ToastPress | undefined {
  if (text.length > 512) return undefined;
  const { request: id, token, do: action } = Object.fromEntries(new URLSearchParams(text));
  return pressSchema.safeParse({ id, token, action }).data;
}

/** Electron reads `type` of the same arguments; the tag by which it would find its own object is left out, so that each press comes once. */
function argumentsOf({ id, token }: SystemNotification, action: NotificationAction): string {
  const type = action === 'open' ? 'click' : 'action';
  return escaped(new URLSearchParams({ type, do: action, request: id, token }).toString());
}

function button(notification: SystemNotification, action: NotificationAction, text: string | undefined, style?: string): string {
  if (text === undefined) return '';
  const look = style === undefined ? '' : ` hint-buttonStyle="${style}"`;
  return `<action content="${escaped(text)}" activationType="foreground" arguments="${argumentsOf(notification, action)}"${look}/>`;
}

/** As text or attribute of XML. What no document may hold (XML 1.0, section 2.2) is left out, or Windows would show nothing at all. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
