import { randomBytes } from 'node:crypto';
import { MOST_LINES, MOST_LIST_CHARACTERS } from '../../../bridge/pairingList.ts';
import { errorCodeOf } from '../../errors/errorCodeOf.ts';
import { IntentError } from '../../errors/IntentError.ts';
import { readCsv } from '../../files/readCsv.ts';
import { cleanName } from '../../transfer/cleanName.ts';
import { type PairingSource, signInNameOfSource, sourceOfLink, sourceOfName } from '../PairingSource.ts';
import { endedLine, type PairingLine, waitingLine } from './PairingLine.ts';

const LINK = /deskfob:[^\s,;"']+/i;
const DELIMITERS = [',', ';', '\t'];
const LONGEST_HEADER = 4096;

/** Names of columns, without regard to case, blanks and dashes. The verifier's own table has `subscriber`, `link` and `key`. */
const COLUMNS = {
  link: ['link', 'pairinglink'],
  name: ['signinname', 'subscriber', 'name', 'user', 'username'],
  key: ['key', 'typedkey', 'pairingkey'],
} as const;

/** What stands in one line. */
interface Brought {
  name: string;
  link: string;
  key: string;
}

interface Header {
  readonly delimiter: string;
  /** Which column is where. */
  readonly columns: ReadonlyMap<string, number>;
}

/** Whether a text is, as far as a glance tells, a list of pairing links or keys, and no file of another app. */
export function isPairingList(text: string): boolean {
  const part = text.slice(0, MOST_LIST_CHARACTERS);
  return /(?:^|[\s,;"'])deskfob:\/\/pair\?/i.test(part) || headerOf(part)?.columns.has('key') === true;
}

/**
 * One line for each pairing: a link, a sign-in name with a key, or a row of a table whose first line names its columns
 * (see {@link COLUMNS}). What is wrong with one line stands in that line, and costs the others nothing.
 * @throws IntentError list-empty, list-too-long, list-damaged
 */
export function readPairingLines(text: string): PairingLine[] {
  if (text.length > MOST_LIST_CHARACTERS) throw new IntentError('list-too-long');
  const content = text.replace(/^\uFEFF/, '');
  const header = headerOf(content);
  const brought = header === undefined ? ofLines(content) : ofTable(content, header);
  if (brought.length > MOST_LINES) throw new IntentError('list-too-long');
  const lines = brought.map((each, index) => lineOf(each, index + 1));
  if (!lines.some(({ state }) => state === 'waiting') && !lines.some(({ error }) => error !== 'line-unknown'))
    throw new IntentError('list-empty');
  return withoutRepeats(lines);
}

function ofLines(content: string): Brought[] {
  const lines = content.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const link = LINK.exec(line)?.[0] ?? '';
    if (link !== '')
      return {
        link,
        name: line
          .replace(link, '')
          .replace(/[\s,;"']+/g, ' ')
          .trim(),
        key: '',
      };
    const [, name = '', key = ''] = /^[\s"']*([^\s,;"']+@[^\s,;"']+)[\s,;"']+(.*?)[\s,;"']*$/.exec(line) ?? [];
    return { link, name, key };
  });
}

function ofTable(content: string, { delimiter, columns }: Header): Brought[] {
  const [, ...rows] = rowsOf(content, delimiter);
  return rows.map((row) => {
    const cell = (column: keyof typeof COLUMNS): string => row[columns.get(column) ?? -1] ?? '';
    return { link: cell('link'), name: cell('name'), key: cell('key') };
  });
}

/** What a table's first line says; undefined when it is no table. */
function headerOf(content: string): Header | undefined {
  const first = /^\s*([^\r\n]*)/.exec(content.slice(0, LONGEST_HEADER))?.[1] ?? '';
  // Links and sign-in names are content.
  if (first.includes('@') || LINK.test(first)) return undefined;
  for (const delimiter of DELIMITERS) {
    const columns = columnsOf(first, delimiter);
    if (columns.has('link') || (columns.has('name') && columns.has('key'))) return { delimiter, columns };
  }
  return undefined;
}

function columnsOf(header: string, delimiter: string): Map<string, number> {
  const names = header.split(delimiter).map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const found = new Map<string, number>();
  for (const [column, words] of Object.entries(COLUMNS)) {
    const at = names.findIndex((name) => words.some((word) => word === name));
    if (at >= 0) found.set(column, at);
  }
  return found;
}

function rowsOf(content: string, delimiter: string): string[][] {
  try {
    return readCsv(content, { delimiter, trim: true, skip_records_with_empty_values: true, to: MOST_LINES + 2 });
  } catch {
    throw new IntentError('list-damaged');
  }
}

function lineOf(brought: Brought, number: number): PairingLine {
  const id = randomBytes(16).toString('base64url');
  try {
    const source = sourceOf(brought);
    const name = source.by === 'name' ? signInNameOfSource(source) : cleanName(brought.name);
    return waitingLine(id, number, name, source);
  } catch (error) {
    return { id, number, name: cleanName(brought.name), host: '', state: 'failed', error: errorCodeOf(error) };
  }
}

/** A link is stronger than a key; where a row has both, either uses up both. */
function sourceOf({ link, name, key }: Brought): PairingSource {
  if (link !== '') return sourceOfLink(link);
  if (key === '') throw new IntentError('line-unknown');
  return sourceOfName(name, key);
}

/** A key is good once. */
function withoutRepeats(lines: readonly PairingLine[]): PairingLine[] {
  const seen = new Set<string>();
  return lines.map((line) => {
    if (line.key === undefined) return line;
    const key = JSON.stringify(line.key);
    if (seen.has(key)) return endedLine(line, 'duplicate');
    seen.add(key);
    return line;
  });
}
