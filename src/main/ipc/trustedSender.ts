import type { IpcMainInvokeEvent } from 'electron';

/**
 * Whether a message comes from the main frame of one of our own pages. Anything else (a frame inside it, a page that was
 * navigated away, another scheme) is rejected loudly, not ignored.
 */
export function isTrustedSender(event: IpcMainInvokeEvent, pageOrigin: string): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame !== event.sender.mainFrame || !URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url);
  return `${protocol}//${host}` === pageOrigin;
}
