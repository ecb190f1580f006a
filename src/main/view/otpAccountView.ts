import type { OtpAccountView } from '../../bridge/views.ts';
import type { OtpAccount } from '../otp/OtpAccount.ts';
import type { OtpCodes } from '../otp/OtpCodes.ts';

/** An account of an ordinary site with its code of this moment. Its secret stays here. */
export function otpAccountView(account: OtpAccount, codes: OtpCodes, nowMs: number): OtpAccountView {
  const passcode = codes.timed(account, nowMs);
  return {
    id: account.id,
    issuer: account.issuer,
    label: account.label,
    pinned: account.isPinned,
    ...(account.group !== undefined && { group: account.group }),
    ...(account.tags !== undefined && { tags: account.tags }),
    ...(passcode === undefined ? { counted: { code: codes.counted(account) } } : { passcode }),
  };
}
