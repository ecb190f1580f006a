import { otpauthUriOf } from '../otpauthUri.ts';
import type { ExportedAccount } from './ExportedAccount.ts';

/**
 * Accounts as text, one `otpauth://` address on each line. What that form has no place for (groups, tags, pins) stays behind, and
 * accounts of organisations are none of these.
 * @returns NOT encrypted: whoever reads it has the accounts
 */
export function exportOtpauth(accounts: readonly ExportedAccount[]): string {
  return accounts.map((account) => `${otpauthUriOf(account)}\n`).join('');
}
