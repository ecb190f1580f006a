import { sealBackup } from '../sealedBackup.ts';
import type { ExportedAccount, PairedName } from './ExportedAccount.ts';

/** What a backup holds. */
export interface Backup {
  readonly accounts: readonly ExportedAccount[];
  readonly paired: readonly PairedName[];
  /** Milliseconds since 1970. */
  readonly madeAtMs: number;
}

/**
 * A backup as an encrypted file (docs/backup-format.md).
 * @param randomBytes from a cryptographic generator
 */
export async function exportBackup(backup: Backup, password: string, randomBytes: (size: number) => Uint8Array): Promise<string> {
  return await sealBackup(contentOf(backup), password, randomBytes);
}

/** Every member by its name: what else a caller's objects carry must not leave with them. */
function contentOf({ accounts, paired, madeAtMs }: Backup): object {
  return {
    accounts: accounts.map(({ issuer, label, otp, group, tags, isPinned }) => ({ issuer, label, ...otp, group, tags, isPinned })),
    paired: paired.map(({ organisation, signInName }) => ({ organisation, signInName })),
    madeAtMs,
  };
}
