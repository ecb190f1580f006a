import type { ActivityPage } from './activity.ts';
import type { Argument, Channel } from './channels.ts';
import type { Result } from './errors.ts';
import type { ImportEntryView } from './importing.ts';
import type { PairingLineView } from './pairingList.ts';
import type { AppView, PasscodeViews } from './views.ts';

/** What is on one screen. */
export interface ScreenPicture {
  /** As the system calls the screen. */
  name: string;
  png: Uint8Array<ArrayBuffer>;
}

/** What a call answers; most intents answer nothing, because the next view shows what became of them. */
export interface Answers {
  'app:view': AppView;
  /** Ids of accounts that could not be removed. */
  'accounts:removeMany': { left: string[] };
  /** How long until the clipboard is cleared. */
  'passcodes:copy': { clearedInMs: number };
  /** One picture for each screen. */
  'screen:capture': ScreenPicture[];
  'import:entries': ImportEntryView[];
  'pairings:lines': PairingLineView[];
  /** How many lines were written; undefined when the person chose no file. */
  'pairings:save': { written: number | undefined };
  /** A QR code, row by row: `1` is dark. */
  'otp:code': { rows: string[] };
  /** How many accounts were written; undefined when the person chose no file. */
  'otp:export': { written: number | undefined };
  'activity:query': ActivityPage;
  'activity:tooOld': { count: number };
  /** How many lines were written; undefined when the person chose no file. */
  'activity:export': { written: number | undefined };
}
export type AnswerOf<C extends Channel> = C extends keyof Answers ? Answers[C] : void;

type Call<C extends Channel> =
  Argument<C> extends undefined ? () => Promise<Result<AnswerOf<C>>> : (argument: Argument<C>) => Promise<Result<AnswerOf<C>>>;

/** `window.deskfob`: everything a page can do. */
export interface DeskfobApi {
  view: Call<'app:view'>;
  /** Calls back with every new view until the returned function is called. */
  onView(listener: (view: AppView) => void): () => void;
  /** Calls back with new passcodes, which come without a view, until the returned function is called. */
  onPasscodes(listener: (passcodes: PasscodeViews) => void): () => void;
  openPairingLink: Call<'pairing:openLink'>;
  openPairingName: Call<'pairing:openName'>;
  confirmPairing: Call<'pairing:confirm'>;
  cancelPairing: Call<'pairing:cancel'>;
  openPairingList: Call<'pairings:openList'>;
  pairingLines: Call<'pairings:lines'>;
  confirmPairingList: Call<'pairings:confirm'>;
  stopPairingList: Call<'pairings:stop'>;
  savePairingLines: Call<'pairings:save'>;
  closePairingList: Call<'pairings:close'>;
  requestDisplayed: Call<'requests:displayed'>;
  decideRequest: Call<'requests:decide'>;
  showRequest: Call<'requests:show'>;
  removeAccount: Call<'accounts:remove'>;
  pinAccount: Call<'accounts:pin'>;
  editAccount: Call<'accounts:edit'>;
  moveAccounts: Call<'accounts:move'>;
  groupAccounts: Call<'accounts:group'>;
  removeAccounts: Call<'accounts:removeMany'>;
  muteAccount: Call<'accounts:mute'>;
  endMute: Call<'accounts:endMute'>;
  declineMute: Call<'accounts:declineMute'>;
  copyPasscode: Call<'passcodes:copy'>;
  captureScreens: Call<'screen:capture'>;
  picturePasted: Call<'import:pasted'>;
  importTexts: Call<'import:texts'>;
  importFile: Call<'import:file'>;
  chooseImport: Call<'import:choose'>;
  openImport: Call<'import:password'>;
  importEntries: Call<'import:entries'>;
  confirmImport: Call<'import:confirm'>;
  cancelImport: Call<'import:cancel'>;
  countOtp: Call<'otp:count'>;
  editOtp: Call<'otp:edit'>;
  removeOtp: Call<'otp:remove'>;
  exportOtp: Call<'otp:export'>;
  codeOfOtp: Call<'otp:code'>;
  undoRemoval: Call<'otp:undo'>;
  queryActivity: Call<'activity:query'>;
  countOldActivity: Call<'activity:tooOld'>;
  exportActivity: Call<'activity:export'>;
  changeSettings: Call<'settings:change'>;
  quit: Call<'app:quit'>;
  changeProtection: Call<'protection:change'>;
  setPin: Call<'pin:set'>;
  removePin: Call<'pin:remove'>;
  lock: Call<'lock:now'>;
  unlock: Call<'lock:open'>;
  forgotPin: Call<'lock:forgotten'>;
  allowCapture: Call<'capture:allow'>;
  retryVault: Call<'vault:retry'>;
  startOver: Call<'vault:startOver'>;
}
