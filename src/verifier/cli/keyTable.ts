import type { PairingKeyLine } from '../pairings/PairingKeyLists.ts';

/** Characters that are repeated of what is no name. */
const MOST_SHOWN = 64;

export const KEY_TABLE_HEADER = 'subscriber,link,key,expires,error';

/** A row of the table (RFC 4180): either a link, a key and until when they are good (UTC), or the error. */
export function keyTableRow(line: PairingKeyLine): string {
  const cells =
    'error' in line
      ? [shown(line.subscriber), '', '', '', line.error]
      : [line.subscriber, line.link, line.key ?? '', new Date(line.expiresAt * 1000).toISOString().replace('.000Z', 'Z'), ''];
  return cells.map(cell).join(',');
}

function cell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * What was no name is repeated so that it can be found in the list: as one short line that a terminal draws, and that no
 * spreadsheet takes for a formula (OWASP, "CSV Injection").
 */
function shown(name: string): string {
  const drawn = Array.from(name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD'));
  const short = drawn.length > MOST_SHOWN ? `${drawn.slice(0, MOST_SHOWN).join('')}…` : drawn.join('');
  return /^\s*[=+\-@＝＋－＠]/u.test(short) ? `'${short}` : short;
}
