import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import { readSmallFile } from '../store/readSmallFile.ts';
import { CliError } from './CliError.ts';

/** Names in one list. */
export const MOST_NAMES = 10_000;
/** 10,000 rows of a table with a few other columns stay below. */
const MOST_BYTES = 4 * 1024 * 1024;
const COLUMN = 'subscriber';
const DELIMITERS = [',', ';', '\t'];

/**
 * The names of a list: one a line, or the column `subscriber` of a table whose first line says so. Commas, semicolons and
 * tabs part columns; blank lines count for nothing.
 * @returns as they stand there, in their order, whether or not they can be names
 * @throws CliError
 */
export function parseNames(text: string): string[] {
  // What is no UTF-8 was read as U+FFFD; UTF-16 is full of zeros.
  if (/[\0\uFFFD]/.test(text)) throw new CliError('The list is no text in UTF-8.');
  const content = text.replace(/^\uFEFF/, '');
  const header = /^\s*(.*)/.exec(content)?.[1] ?? '';
  const delimiter = DELIMITERS.find((each) => columnsOf(header, each).includes(COLUMN));
  if (delimiter === undefined && DELIMITERS.some((each) => header.includes(each)))
    throw new CliError(`The first line names no column "${COLUMN}". Without a table, write one name a line.`);
  const names = delimiter === undefined ? linesOf(content) : tableNames(content, delimiter);
  if (names.length === 0) throw new CliError('There is no name in the list.');
  if (names.length > MOST_NAMES) throw new CliError(`The list has more than ${MOST_NAMES} names.`);
  return names;
}

/**
 * @param file undefined or `-`: what comes in by `input`
 * @throws CliError
 */
export async function readNames(file: string | undefined, input: Readable): Promise<string[]> {
  return parseNames(file === undefined || file === '-' ? await readAll(input) : await readFile(file));
}

function linesOf(content: string): string[] {
  return content
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function tableNames(content: string, delimiter: string): string[] {
  const [header = [], ...rows] = rowsOf(content, delimiter);
  const columns = header.map((column) => column.toLowerCase());
  const at = columns.indexOf(COLUMN);
  if (at !== columns.lastIndexOf(COLUMN)) throw new CliError(`The table has two columns "${COLUMN}".`);
  return rows.map((row) => row[at] ?? '');
}

function columnsOf(header: string, delimiter: string): string[] {
  try {
    return rowsOf(header, delimiter)[0]?.map((column) => column.toLowerCase()) ?? [];
  } catch {
    return [];
  }
}

/** @throws CliError with the line, never with what stands there */
function rowsOf(content: string, delimiter: string): string[][] {
  try {
    return parse(content, {
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // One more than may be there and the header, so that too many are noticed.
      to: MOST_NAMES + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    throw new CliError(`The table cannot be read${line}: its quotes do not close.`);
  }
}

async function readFile(file: string): Promise<string> {
  try {
    const text = await readSmallFile(file, MOST_BYTES);
    if (text !== undefined) return text;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CliError(`The list cannot be read (${code}).`);
  }
  throw new CliError('The list is no plain file of at most 4 MiB.');
}

async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new CliError('The list is longer than 4 MiB.');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
