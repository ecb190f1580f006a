import type { Channel } from '../../bridge/channels.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { Lock } from '../lock/Lock.ts';
import type { Intents } from '../session/Intents.ts';
import type { DesktopTexts, Question } from '../texts/desktopTexts.ts';
import { type AccountExport, exported } from '../transfer/AccountExport.ts';
import type { UserVerification } from '../verification/UserVerification.ts';
import { otpauthUriOf } from '../transfer/otpauthUri.ts';
import { editedOtp } from './editedOtp.ts';
import type { OtpAccounts } from './OtpAccounts.ts';
import type { OtpCodes } from './OtpCodes.ts';
import { qrRows } from './qrRows.ts';
import type { RemovedOtp } from './RemovedOtp.ts';

export interface OtpParts {
  otpAccounts: OtpAccounts;
  otpCodes: OtpCodes;
  removedOtp: RemovedOtp;
  accountExport: AccountExport;
  verification: UserVerification;
  lock: Lock;
  texts: () => DesktopTexts;
  /** Main's own question to the person, which no page can answer. */
  confirm: (question: Question) => Promise<boolean>;
  redraw: () => void;
  /** Refuses while the vault is not open. */
  whenOpen: () => void;
}

/** What a page may ask for about accounts of ordinary sites. */
export function otpIntents(parts: OtpParts): Pick<Intents, Extract<Channel, `otp:${string}`>> {
  const { otpAccounts, otpCodes, removedOtp, accountExport, verification, lock, texts, redraw, whenOpen } = parts;
  /** Whoever has the file, or a picture of the code, has the account. */
  const verify = async (typedPin: string | undefined, what: 'export' | 'code'): Promise<void> => {
    if (verification.isSetUp) await verification.verify(texts().verify[what], typedPin);
    else if (!(await parts.confirm(texts().ask[what]))) throw new IntentError('user-verification-refused');
    if (lock.isLocked()) throw new IntentError('app-locked');
  };
  return {
    'otp:export': async ({ kind, password, pin, ids }) => {
      whenOpen();
      accountExport.check(kind, password);
      await verify(pin, 'export');
      return { written: await accountExport.run(kind, password, ids && new Set(ids)) };
    },
    'otp:code': async ({ id, pin }) => {
      whenOpen();
      if (otpAccounts.get(id) === undefined) throw new IntentError('account-unknown');
      await verify(pin, 'code');
      const account = otpAccounts.get(id);
      if (account === undefined) throw new IntentError('account-unknown');
      return { rows: qrRows(otpauthUriOf(exported(account))) };
    },
    'otp:count': async ({ id }) => {
      whenOpen();
      await otpCodes.count(id);
      redraw();
    },
    'otp:edit': async ({ id, ...edit }) => {
      whenOpen();
      if (otpAccounts.get(id) === undefined) throw new IntentError('account-unknown');
      await otpAccounts.change((accounts) => accounts.map((account) => (account.id === id ? editedOtp(account, edit) : account)));
    },
    'otp:remove': async ({ ids }) => {
      whenOpen();
      await removedOtp.remove(new Set(ids));
    },
    'otp:undo': async () => {
      whenOpen();
      await removedOtp.undo();
    },
  };
}
