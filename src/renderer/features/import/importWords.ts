import type { ImportEntryView, ImportFormatId } from '../../../bridge/importing.ts';
import type { EntryTone } from '../../components/EntryList.tsx';
import type { MessageKey } from '../../i18n/en.ts';

/** The proper names of the apps stay as they are in every language. */
export const FORMAT_NAMES: Record<ImportFormatId, string | undefined> = {
  otpauth: undefined,
  'google-authenticator': 'Google Authenticator',
  aegis: 'Aegis',
  '2fas': '2FAS',
  'bitwarden-json': 'Bitwarden',
  'bitwarden-csv': 'Bitwarden',
  ente: 'Ente Auth',
  proton: 'Proton Authenticator',
  stratum: 'Stratum',
  andotp: 'andOTP',
  'freeotp-plus': 'FreeOTP+',
  raivo: 'Raivo OTP',
  'keepass-xml': 'KeePass',
  'keepass-csv': 'KeePassXC',
  'deskfob-backup': 'Deskfob',
};

export function fateKey(fate: ImportEntryView['fate']): MessageKey & `import.fate.${string}` {
  return `import.fate.${fate}`;
}

/** How much attention it wants: what is taken over, what is here already, what can not be taken over. */
export function fateTone(fate: ImportEntryView['fate']): EntryTone {
  return fate === 'new' || fate === 'duplicate' ? fate : 'problem';
}
