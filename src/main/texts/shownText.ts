/** What the protocol refuses in names anyway (src/protocol/text.ts); here so that these words are safe by themselves. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** Letters written from right to left: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * A stranger's text as part of a sentence that the system draws: in one line, without characters that draw nothing or turn
 * the direction, and unable to move the words around it (Unicode UAX #9, isolates).
 */
export function shownText(text: string): string {
  const plain = text.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
  return RIGHT_TO_LEFT.test(plain) ? FIRST_STRONG_ISOLATE + plain + POP_DIRECTIONAL_ISOLATE : plain;
}
