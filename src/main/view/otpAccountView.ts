import type { OtpAccountView } from '../../bridge/views.ts';
import type { OtpAccount } from '../otp/OtpAccount.ts';
import type { OtpCodes } from '../otp/OtpCodes.ts';

/** An account of an ordinary site. Its secret stays here. */
export function otpAccountView(account: OtpAccount, codes: OtpCodes): OtpAccountView {
  return {
    id: account.id,
    issuer: account.issuer,
    label: account.label,
    pinned: account.isPinned,
    ...(account.group !== undefined && { group: account.group }),
    ...(account.tags !== undefined && { tags: account.tags }),
    ...(account.otp.type === 'hotp' && { counted: { code: codes.counted(account) } }),
  };
}
