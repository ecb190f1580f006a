import { z } from 'zod';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import { readOtpauthUri } from '../otpauthUri.ts';

/** How Ente itself calls the place of codes that were thrown away but not yet deleted. */
const TRASH = 'Trash';
const MOST_TAGS = 100;

const displaySchema = z.looseObject({
  pinned: z.boolean().catch(false),
  trashed: z.boolean().catch(false),
  tags: z.array(z.unknown()).catch([]),
});
const NO_DISPLAY = { pinned: false, trashed: false, tags: [] };

/**
 * One code of Ente Auth: an otpauth URI, and how the app shows it. Ente takes a code in the trash over as one in the trash; here
 * it becomes an account with the tag `Trash`, so that nothing is lost and the person can tell which these are.
 * Learnt from `Code` and `CodeDisplay` of Ente Auth 4.
 * @param display as the app's plain JSON keeps it apart; undefined when there is none, and then it is the URI's `codeDisplay`
 */
export function readEnteCode(text: string, display?: unknown): ImportedEntry {
  const uri = unquoted(text.trim());
  const entry = readOtpauthUri(uri);
  if (!('account' in entry)) return entry;
  const { pinned, trashed, tags } = displaySchema.safeParse(display ?? codeDisplayOf(uri)).data ?? NO_DISPLAY;
  const most = tags.slice(0, MOST_TAGS);
  return entryOf({
    ...entry.account,
    ...entry.account.otp,
    tags: trashed ? [...most, TRASH] : most,
    isPinned: pinned && !trashed,
  });
}

/** Some versions of the app write the URI as a JSON text. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return z.string().catch(text).parse(JSON.parse(text));
  } catch {
    return text;
  }
}

function codeDisplayOf(uri: string): unknown {
  const value = new URLSearchParams(uri.slice(uri.indexOf('?') + 1)).get('codeDisplay');
  if (value === null) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
