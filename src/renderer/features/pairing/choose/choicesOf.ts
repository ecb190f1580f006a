import type { Found } from '../../../qr/readPictures.ts';
import { type Code, codeOf } from './codeOf.ts';

/** What a person can take: one code, or all codes of one transfer that were found. */
export interface Choice {
  readonly code:
    Exclude<Code, { kind: 'transfer' }> | { readonly kind: 'transfer'; readonly parts: readonly number[]; readonly of: number };
  /** For main, which reads them itself. */
  readonly texts: readonly string[];
  readonly where: string | undefined;
  /** Some of it stands in a picture that is on the clipboard. */
  readonly isPasted: boolean;
}

/** As many texts as main takes at a time. */
const MOST = 50;

/** What there is to choose from, in the order in which it was found. Texts that are no code of an account are left out. */
export function choicesOf(found: readonly Found[]): Choice[] {
  const choices = new Map<string, Choice>();
  for (const one of found) {
    const { text, where, isPasted = false } = one;
    const code = codeOf(text);
    if (code === undefined) continue;
    const key = code.kind === 'transfer' ? `transfer ${code.id} of ${code.of}` : text.trim();
    choices.set(key, code.kind === 'transfer' ? joined(choices.get(key), code, one) : { code, texts: [text.trim()], where, isPasted });
  }
  return [...choices.values()];
}

/** A transfer with one more of its parts. */
function joined(
  known: Choice | undefined,
  { part, of }: Extract<Code, { kind: 'transfer' }>,
  { text, where, isPasted = false }: Found,
): Choice {
  const parts = known?.code.kind === 'transfer' ? known.code.parts : [];
  return {
    code: { kind: 'transfer', parts: [...new Set([...parts, part])].toSorted((a, b) => a - b), of },
    texts: [...new Set([...(known?.texts ?? []), text.trim()])].slice(0, MOST),
    where: known?.where ?? where,
    isPasted: isPasted || known?.isPasted === true,
  };
}

/** What of it can be taken in one go: accounts of ordinary sites end in one preview, pairings in one list. */
export interface Together {
  readonly kind: 'account' | 'pairing';
  readonly texts: readonly string[];
  readonly isPasted: boolean;
}

/** Nothing where there are not several that go together. */
export function togetherOf(choices: readonly Choice[]): Together[] {
  return (['pairing', 'account'] as const).flatMap((kind) => {
    const some = choices.filter(({ code }) => code.kind === kind);
    const texts = some.flatMap((choice) => choice.texts).slice(0, MOST);
    return texts.length < 2 ? [] : [{ kind, texts, isPasted: some.some((choice) => choice.isPasted) }];
  });
}
