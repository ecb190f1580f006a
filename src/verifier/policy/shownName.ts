import { LIMITS } from '../../protocol/limits.ts';
import { nameSchema, UNSEEN } from '../../protocol/text.ts';

const unseen = new RegExp(`[${UNSEEN}]`, 'gu');

/** Makes text from elsewhere (a database of places, a User-Agent) fit to be signed and shown: a name, or nothing. */
export function shownName(text: string | undefined): string | undefined {
  const visible = (text ?? '').replace(unseen, ' ').replace(/ +/g, ' ').trim();
  const short = Array.from(visible).slice(0, LIMITS.nameCharacters).join('').trim();
  return nameSchema.safeParse(short).success ? short : undefined;
}
