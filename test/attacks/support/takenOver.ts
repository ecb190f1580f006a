import type { Page } from 'playwright-core';
import { ERROR_CODES } from '../../../src/bridge/errors.ts';
import type { AppView } from '../../../src/bridge/views.ts';

/*
 * What a script does that has taken over a page of ours: it calls the bridge as it likes, in the page's own world.
 */

/** What a call of the bridge led to; `refused`: not even a result, the call itself failed. */
export type Reply = { ok: true; value?: unknown } | { ok: false; error: string } | { refused: string };

/** The functions of `window.deskfob` that take an argument, by their channel. */
export const TAKING = {
  openPairingLink: 'pairing:openLink',
  openPairingName: 'pairing:openName',
  openPairingList: 'pairings:openList',
  requestDisplayed: 'requests:displayed',
  decideRequest: 'requests:decide',
  showRequest: 'requests:show',
  removeAccount: 'accounts:remove',
  muteAccount: 'accounts:mute',
  endMute: 'accounts:endMute',
  declineMute: 'accounts:declineMute',
  copyPasscode: 'passcodes:copy',
  pinAccount: 'accounts:pin',
  editAccount: 'accounts:edit',
  moveAccounts: 'accounts:move',
  groupAccounts: 'accounts:group',
  removeAccounts: 'accounts:removeMany',
  changeSettings: 'settings:change',
  changeProtection: 'protection:change',
  setPin: 'pin:set',
  removePin: 'pin:remove',
  unlock: 'lock:open',
  allowCapture: 'capture:allow',
  importTexts: 'import:texts',
  importFile: 'import:file',
  openImport: 'import:password',
  countOtp: 'otp:count',
  editOtp: 'otp:edit',
  removeOtp: 'otp:remove',
  exportOtp: 'otp:export',
  codeOfOtp: 'otp:code',
} as const;
export type Taking = keyof typeof TAKING;

export type BridgeFunction =
  Taking | 'view' | 'captureScreens' | 'confirmPairing' | 'cancelPairing' | 'retryVault' | 'startOver' | 'lock' | 'forgotPin';

/** Calls one function of the bridge once for each argument. Arguments travel as JSON, so that a key `__proto__` stays a key. */
export async function callEach(page: Page, name: BridgeFunction, args: readonly unknown[]): Promise<Reply[]> {
  return await page.evaluate(
    async ({ called, json }) => {
      const api = window.deskfob as unknown as Record<string, (...given: unknown[]) => Promise<Reply>>;
      const call = async (argument: unknown): Promise<Reply> => {
        try {
          return (await api[called]?.(argument)) ?? { refused: 'no such function' };
        } catch (error) {
          return { refused: String(error) };
        }
      };
      return await Promise.all((JSON.parse(json) as unknown[]).map(call));
    },
    { called: name, json: JSON.stringify(args) },
  );
}

export async function call(page: Page, name: BridgeFunction, argument?: unknown): Promise<Reply> {
  const [reply] = await callEach(page, name, [argument ?? null]);
  return reply ?? { refused: 'no reply' };
}

/** The view, which takes no argument. */
export async function viewOf(page: Page): Promise<AppView> {
  const view = await page.evaluate(async () => await window.deskfob.view());
  if (!view.ok) throw new Error(`main does not answer any more: ${view.error}`);
  return view.value;
}

/** Whether a failure says no more than it may. */
export function isClosed(reply: Reply): boolean {
  if ('refused' in reply) return /Not allowed\.|could not be cloned|object can not be cloned/i.test(reply.refused);
  return !reply.ok && (ERROR_CODES as readonly string[]).includes(reply.error);
}
