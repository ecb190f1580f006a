import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { cleanName } from '../cleanName.ts';
import type { ImportedEntry } from '../ImportedEntry.ts';
import type { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri } from '../otpauthUri.ts';
import { TransferError } from '../TransferError.ts';
import { readTotpField } from './totpField.ts';

const rowsSchema = z.array(z.array(z.string()));
/** A header is one short line; a file that has none is not looked through for one. */
const LONGEST_HEADER = 4096;

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

/** One row of a table, by the names in its header. */
export interface CsvRow {
  /** Empty where the header has no such column. */
  cell(column: string): string;
  /** Whether the row ends before the column that matters. */
  readonly isCut: boolean;
  /** All cells, those beyond the header's too. */
  readonly cells: readonly string[];
  readonly isWide: boolean;
}

/** The column names in a file's first line; none when it is no table. Never throws. */
export function headerOf({ text }: ImportFile): readonly string[] {
  const line = /^[^\r\n]+/.exec((text ?? '').slice(0, LONGEST_HEADER))?.[0];
  if (line === undefined || !line.includes(',')) return [];
  try {
    return rowsOf(line)[0] ?? [];
  } catch {
    return [];
  }
}

/**
 * All rows below the header.
 * @param needed the column that a row can not do without
 * @throws TransferError file-damaged when it is no CSV (RFC 4180)
 */
export function csvTable({ text }: ImportFile, needed: string): CsvRow[] {
  const [header, ...rows] = rowsOf(text ?? '');
  if (header === undefined) throw new TransferError('file-damaged');
  const columns = new Map(header.map((name, index) => [name, index]));
  const least = columns.get(needed) ?? 0;
  return rows.map((cells) => ({
    cells,
    cell: (column) => cells[columns.get(column) ?? -1] ?? '',
    isCut: cells.length <= least,
    isWide: cells.length > header.length,
  }));
}

function rowsOf(text: string): string[][] {
  try {
    const rows: unknown = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] });
    return rowsSchema.parse(rows);
  } catch {
    throw new TransferError('file-damaged');
  }
}

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
