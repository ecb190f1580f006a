import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../../src/main/ipc/trustedSender.ts';

const ORIGIN = 'app://deskfob';

/** An event as Electron gives it, cut down to what the check reads. */
function eventFrom(url: string | null, isMainFrame = true): IpcMainInvokeEvent {
  const frame = url === null ? null : { url };
  return { senderFrame: frame, sender: { mainFrame: isMainFrame ? frame : { url } } } as unknown as IpcMainInvokeEvent;
}

describe('isTrustedSender', () => {
  it('trusts the main frame of our own pages', () => {
    expect(isTrustedSender(eventFrom('app://deskfob/index.html'), ORIGIN)).toBe(true);
    expect(isTrustedSender(eventFrom('app://deskfob/approval.html?x#y'), ORIGIN)).toBe(true);
  });

  it.each([
    ['https://deskfob/index.html'],
    ['file:///deskfob/index.html'],
    ['app://deskfob.example/index.html'],
    ['app://evil/deskfob'],
    ['app://deskfob@evil/index.html'],
    ['about:blank'],
    ['data:text/html,app://deskfob/'],
    ['not a url'],
    [''],
  ])('does not trust %s', (url) => {
    expect(isTrustedSender(eventFrom(url), ORIGIN)).toBe(false);
  });

  it('trusts no frame inside a page, and none that is gone', () => {
    expect(isTrustedSender(eventFrom('app://deskfob/index.html', false), ORIGIN)).toBe(false);
    expect(isTrustedSender(eventFrom(null), ORIGIN)).toBe(false);
  });
});
