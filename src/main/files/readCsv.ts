import { type Options, parse } from 'csv-parse/sync';
import { z } from 'zod';

const rowsSchema = z.array(z.array(z.string()));

/**
 * The rows of a table (RFC 4180), however their lines end and however many cells each has. Empty lines are none.
 * @throws Error when its quotes do not close; what stands there may be in it
 */
export function readCsv(
  text: string,
  options: Pick<Options, 'delimiter' | 'trim' | 'skip_records_with_empty_values' | 'to'> = {},
): string[][] {
  const rows: unknown = parse(text, {
    ...options,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  return rowsSchema.parse(rows);
}
