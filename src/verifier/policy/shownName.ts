import { LIMITS } from '../../protocol/limits.ts';
import { nameSchema } from '../../protocol/text.ts';

/** Makes text from elsewhere (a database of places, a User-Agent) fit to be signed and shown: a name, or nothing. */
export function shownName(text: string | undefined): string | undefined {
  const visible = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u034F\u115F\u1160\u3164\uFFA0]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  const short = Array.from(visible).slice(0, LIMITS.nameCharacters).join('').trim();
  return nameSchema.safeParse(short).success ? short : undefined;
}
