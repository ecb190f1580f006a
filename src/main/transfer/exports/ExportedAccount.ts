import type { ImportedAccount } from '../ImportedEntry.ts';

/** An account of an ordinary site as it leaves this computer: what a file can bring in, and nothing more. */
export type ExportedAccount = ImportedAccount;

/**
 * An account of an organisation. Its device keys never leave the computer, so a backup only says which ones there were: they are
 * to be paired again.
 */
export interface PairedName {
  /** `ACME`. */
  readonly organisation: string;
  /** `anna@acme.example`. */
  readonly signInName: string;
}
