import type { OtpAccountView } from '../../../bridge/views.ts';
import type { Messages } from '../../i18n/useMessages.ts';
import type { AccountNames } from '../authentication/Passcode.tsx';

/** Title and subtitle of an account, of which a site may give either, both or none. */
export function otpNames({ t }: Messages, { issuer, label }: OtpAccountView): AccountNames {
  if (issuer !== '') return { organisation: issuer, signInName: label };
  return { organisation: label === '' ? t('otp.unnamed') : label, signInName: '' };
}
