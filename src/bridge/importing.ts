import type { ErrorCode } from './errors.ts';

/*
 * What a page sees of an import: names, and what will become of each entry. Never a secret.
 */

/** Apps whose files and codes can be read. */
export const IMPORT_FORMATS = [
  'otpauth',
  'google-authenticator',
  'aegis',
  '2fas',
  'bitwarden-json',
  'bitwarden-csv',
  'ente',
  'proton',
  'stratum',
  'andotp',
  'freeotp-plus',
  'raivo',
  'keepass-xml',
  'keepass-csv',
  'deskfob-backup',
] as const;
export type ImportFormatId = (typeof IMPORT_FORMATS)[number];

/** Why one entry can not be taken over. `pair-again`: an organisation's account, whose keys never leave a computer. `type-unsupported`: a kind of entry that is no one-time password, or one that we do not know. */
export const ENTRY_PROBLEMS = [
  'secret-missing',
  'secret-invalid',
  'type-unsupported',
  'algorithm-unsupported',
  'digits-unsupported',
  'period-unsupported',
  'counter-unsupported',
  'unreadable',
  'pair-again',
] as const;
export type EntryProblem = (typeof ENTRY_PROBLEMS)[number];

/** One entry of the preview, in the order of the file. */
export interface ImportEntryView {
  /** `ACME – anna@example.com`; empty when the file does not say. */
  name: string;
  group?: string;
  /** `duplicate`: there is one with the same codes here already, or further up in the file. */
  fate: 'new' | 'duplicate' | EntryProblem;
}

export interface ImportCounts {
  new: number;
  duplicate: number;
  /** Damaged and unsupported ones. */
  problem: number;
}

/** Where the one import of the moment stands. */
export type ImportView =
  | { step: 'none' }
  /** Google Authenticator shows many accounts in several codes. */
  | { step: 'collecting'; have: number; of: number }
  | { step: 'password'; format: ImportFormatId; /** The last one was. */ wrong: boolean }
  | { step: 'reading' }
  /** The entries themselves are asked for by `import:entries`. */
  | { step: 'preview'; format: ImportFormatId; counts: ImportCounts }
  /** `pairAgain`: the organisations' accounts that a backup names. */
  | { step: 'done'; imported: number; counts: ImportCounts; pairAgain: string[] }
  | { step: 'failed'; error: ErrorCode };

/** `backup` is encrypted and for Deskfob; the others are not, and for any other app. */
export const EXPORT_KINDS = ['backup', 'otpauth', 'aegis'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Larger than any such file is. */
export const MOST_IMPORT_BYTES = 16 * 1024 * 1024;
