import { cleanName } from '../cleanName.ts';
import { type ImportedEntry, nameOf } from '../ImportedEntry.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { type CsvRow, csvTable, headerOf } from './csvTable.ts';
import { readTotpField } from './totpField.ts';

/**
 * The CSV export of KeePassXC since 2.6 (`CsvExporter.cpp`), which KeePassium writes as well. Its TOTP column holds an otpauth
 * URI, whatever way the database keeps the one-time password. Rows without one are no accounts and are left out.
 */
export const keepassCsv: ImportFormat = {
  id: 'keepass-csv',
  matches(file) {
    const header = headerOf(file);
    return ['Group', 'Title', 'Username', 'Password', 'TOTP'].every((column) => header.includes(column));
  },
  isSealed: () => false,
  read: async (file) => csvTable(file, 'TOTP').flatMap((row) => entryOfRow(row) ?? []),
};

function entryOfRow(row: CsvRow): ImportedEntry | undefined {
  const title = row.cell('Title');
  const userName = row.cell('Username');
  if (row.isCut) return { name: nameOf(cleanName(title), cleanName(userName)), problem: 'unreadable' };
  const totp = row.cell('TOTP');
  return totp.trim() === '' ? undefined : readTotpField(totp, { title, userName, group: groupOf(row.cell('Group')) });
}

/** `Root/Work/Mail` is the group `Mail`; the first name is the database's own, and what lies there is in no group. */
function groupOf(path: string): string {
  const [, ...names] = path.split('/');
  return names.at(-1) ?? '';
}
