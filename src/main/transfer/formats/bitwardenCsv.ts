import { cleanName } from '../cleanName.ts';
import type { ImportedEntry } from '../ImportedEntry.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri } from '../otpauthUri.ts';
import { type CsvRow, csvTable, headerOf } from './csvTable.ts';
import { readTotpField } from './totpField.ts';

/**
 * The CSV exports of Bitwarden's password manager (a person's and an organisation's) and of Bitwarden Authenticator. Rows
 * without a one-time password are no accounts and are left out.
 */
export const bitwardenCsv: ImportFormat = {
  id: 'bitwarden-csv',
  matches(file) {
    const header = headerOf(file);
    return header.includes('login_totp') && header.includes('name') && header.includes('type');
  },
  isSealed: () => false,
  read: async (file) => csvTable(file, 'login_totp').flatMap((row) => entryOfRow(row) ?? []),
};

/** Undefined for a row that has no one-time password. */
function entryOfRow(row: CsvRow): ImportedEntry | undefined {
  const name = row.cell('name');
  if (row.isCut) return { name: cleanName(name), problem: 'unreadable' };
  const totp = totpOf(row);
  if (totp === '') return undefined;
  const [group, ...tags] = row.cell('folder') === '' ? row.cell('collections').split(',') : [row.cell('folder')];
  return readTotpField(totp, { title: name, userName: row.cell('login_username'), group, tags, isPinned: row.cell('favorite') === '1' });
}

/**
 * Bitwarden Authenticator for Android writes three cells more than its header names, and no quotes: a comma in an issuer
 * moves the URI to the right.
 */
function totpOf(row: CsvRow): string {
  const moved = row.isWide ? row.cells.find((cell) => isOtpauthUri(cell.trim()) || /^\s*steam:\/\//i.test(cell)) : undefined;
  return (moved ?? row.cell('login_totp')).trim();
}
