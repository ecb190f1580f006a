/** Where the digits 0 to 9 begin in scripts whose keyboards write their own: Arabic, Persian and Urdu, Devanagari, Bengali. */
const ZEROS = [0x06_60, 0x06_f0, 0x09_66, 0x09_e6];

/** The digits in what was typed or pasted, at most `count`; `407 123` pasted from a page counts as six. */
export function digitsOf(text: string, count: number): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\D/g, '')
    .slice(0, count);
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? digit : String(code - zero);
}
