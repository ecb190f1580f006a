import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { AnswerOf, DeskfobApi } from '../bridge/api.ts';
import type { Argument, Channel, PASSCODES_CHANNEL, VIEW_CHANNEL } from '../bridge/channels.ts';
import type { Result } from '../bridge/errors.ts';
import type { AppView, PasscodeViews } from '../bridge/views.ts';

/*
 * The whole surface between a page and main. Each function names its channel; there is no way to name another. Nothing
 * is checked here: main parses every argument. Only types are imported from the bridge, so that the schemas stay out of
 * this file, which the sandbox loads before each page.
 */

const viewChannel: typeof VIEW_CHANNEL = 'app:changed';
const passcodesChannel: typeof PASSCODES_CHANNEL = 'app:passcodes';

async function invoke<C extends Channel>(channel: C, argument?: Argument<C>): Promise<Result<AnswerOf<C>>> {
  const answer: Result<AnswerOf<C>> = await ipcRenderer.invoke(channel, argument);
  return answer;
}

/** What main tells without being asked. */
interface Told {
  [viewChannel]: AppView;
  [passcodesChannel]: PasscodeViews;
}

function listen<C extends keyof Told>(channel: C, listener: (told: Told[C]) => void): () => void {
  // The event stays here: it would hand the page more than what is told.
  const pass = (_event: IpcRendererEvent, told: Told[C]) => listener(told);
  ipcRenderer.on(channel, pass);
  return () => {
    ipcRenderer.removeListener(channel, pass);
  };
}

const api: DeskfobApi = {
  view: () => invoke('app:view'),
  onView: (listener) => listen(viewChannel, listener),
  onPasscodes: (listener) => listen(passcodesChannel, listener),
  openPairingLink: (argument) => invoke('pairing:openLink', argument),
  openPairingName: (argument) => invoke('pairing:openName', argument),
  confirmPairing: () => invoke('pairing:confirm'),
  cancelPairing: () => invoke('pairing:cancel'),
  openPairingList: (argument) => invoke('pairings:openList', argument),
  pairingLines: () => invoke('pairings:lines'),
  confirmPairingList: () => invoke('pairings:confirm'),
  stopPairingList: () => invoke('pairings:stop'),
  savePairingLines: () => invoke('pairings:save'),
  closePairingList: () => invoke('pairings:close'),
  requestDisplayed: (argument) => invoke('requests:displayed', argument),
  decideRequest: (argument) => invoke('requests:decide', argument),
  showRequest: (argument) => invoke('requests:show', argument),
  removeAccount: (argument) => invoke('accounts:remove', argument),
  pinAccount: (argument) => invoke('accounts:pin', argument),
  editAccount: (argument) => invoke('accounts:edit', argument),
  moveAccounts: (argument) => invoke('accounts:move', argument),
  groupAccounts: (argument) => invoke('accounts:group', argument),
  removeAccounts: (argument) => invoke('accounts:removeMany', argument),
  muteAccount: (argument) => invoke('accounts:mute', argument),
  endMute: (argument) => invoke('accounts:endMute', argument),
  declineMute: (argument) => invoke('accounts:declineMute', argument),
  copyPasscode: (argument) => invoke('passcodes:copy', argument),
  captureScreens: () => invoke('screen:capture'),
  picturePasted: () => invoke('import:pasted'),
  importTexts: (argument) => invoke('import:texts', argument),
  importFile: (argument) => invoke('import:file', argument),
  chooseImport: () => invoke('import:choose'),
  openImport: (argument) => invoke('import:password', argument),
  importEntries: () => invoke('import:entries'),
  confirmImport: () => invoke('import:confirm'),
  cancelImport: () => invoke('import:cancel'),
  countOtp: (argument) => invoke('otp:count', argument),
  editOtp: (argument) => invoke('otp:edit', argument),
  removeOtp: (argument) => invoke('otp:remove', argument),
  codeOfOtp: (argument) => invoke('otp:code', argument),
  exportOtp: (argument) => invoke('otp:export', argument),
  undoRemoval: () => invoke('otp:undo'),
  queryActivity: (argument) => invoke('activity:query', argument),
  countOldActivity: (argument) => invoke('activity:tooOld', argument),
  exportActivity: (argument) => invoke('activity:export', argument),
  changeSettings: (argument) => invoke('settings:change', argument),
  quit: () => invoke('app:quit'),
  changeProtection: (argument) => invoke('protection:change', argument),
  setPin: (argument) => invoke('pin:set', argument),
  removePin: (argument) => invoke('pin:remove', argument),
  lock: () => invoke('lock:now'),
  unlock: (argument) => invoke('lock:open', argument),
  forgotPin: () => invoke('lock:forgotten'),
  allowCapture: (argument) => invoke('capture:allow', argument),
  retryVault: () => invoke('vault:retry'),
  startOver: () => invoke('vault:startOver'),
};

contextBridge.exposeInMainWorld('deskfob', api);
