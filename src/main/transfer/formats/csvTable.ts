import { readCsv } from '../../files/readCsv.ts';
import type { ImportFile } from '../ImportFile.ts';
import { TransferError } from '../TransferError.ts';

/** A header is one short line; a file that has none is not looked through for one. */
const LONGEST_HEADER = 4096;

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
    return readCsv(text);
  } catch {
    throw new TransferError('file-damaged');
  }
}
