import type { ImportedEntry } from '../ImportedEntry.ts';
import type { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri, readOtpauthUri } from '../otpauthUri.ts';
import { TransferError } from '../TransferError.ts';

/** Far beyond what is taken over, so that a file of empty words costs no memory. */
const MOST_LINES = 100_000;

/**
 * A text with one `otpauth://` link in each line, as Ente Auth's plain export (`export_widget.dart`), Aegis, FreeOTP+ and many
 * others write it. Several links in one line count each; lines that start with a number sign are comments.
 */
export const otpauthList: ImportFormat = {
  id: 'otpauth',
  matches,
  isSealed: () => false,
  read: async (file) => read(file),
};

/** The lines of a text that say something: without blank ones and comments, trimmed. */
export function* significantLines(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) yield trimmed;
  }
}

function matches(file: ImportFile): boolean {
  for (const line of significantLines(file.text ?? '')) return isOtpauthUri(unquoted(line));
  return false;
}

function read(file: ImportFile): ImportedEntry[] {
  const entries: ImportedEntry[] = [];
  for (const line of significantLines(file.text ?? '')) {
    // One character only: a run of blanks must not be tried from each of its places.
    for (const piece of line.split(/[\s,;](?="?otpauth:\/\/)/i)) {
      const uri = unquoted(withoutSeparators(piece));
      if (uri !== '') entries.push(isOtpauthUri(uri) ? readOtpauthUri(uri) : { name: '', problem: 'unreadable' });
      if (entries.length > MOST_LINES) throw new TransferError('file-too-many');
    }
  }
  return entries;
}

/** Ente's automatic copies hold each link as a JSON text. */
function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, text.endsWith('"') ? -1 : undefined) : text;
}

function withoutSeparators(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trimStart();
}
