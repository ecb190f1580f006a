/*
 * A typed pairing key has 12 characters of Crockford's base32: no I, L, O or U. What people write instead of 0 and 1 is
 * put right while they type; main reads the key again and has the last word.
 */

export const KEY_CHARACTERS = 12;
const NOT_IN_A_KEY = /[^0-9A-HJKMNP-TV-Z]/u;

/** `k7qf 9m2x-4t8w` → `K7QF-9M2X-4T8W`. Nothing that was typed is lost, so that a wrong character can be pointed at. */
export function formatKey(text: string): string {
  return bareKey(text).replace(/(.{4})(?=.)/gu, '$1-');
}

/** The key without its hyphens. */
export function bareKey(text: string): string {
  return text
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .slice(0, 64);
}

export type KeyProblem = { type: 'short'; missing: number } | { type: 'long'; count: number } | { type: 'character'; character: string };

/** What is wrong with a key as typed so far; undefined when it can be one. */
export function keyProblem(text: string): KeyProblem | undefined {
  const key = bareKey(text);
  const wrong = NOT_IN_A_KEY.exec(key);
  if (wrong !== null) return { type: 'character', character: wrong[0] };
  if (key.length > KEY_CHARACTERS) return { type: 'long', count: key.length };
  if (key.length < KEY_CHARACTERS) return { type: 'short', missing: KEY_CHARACTERS - key.length };
  return undefined;
}

/** Where the caret stands after formatting: behind as many key characters as before. */
export function caretAfter(formatted: string, charactersBefore: number): number {
  let seen = 0;
  for (let place = 0; place < formatted.length; place += 1) {
    if (seen === charactersBefore) return place;
    if (formatted[place] !== '-') seen += 1;
  }
  return formatted.length;
}
