/** The digits in what was typed or pasted, at most `count`; `407 123` pasted from a page counts as six. */
export function digitsOf(text: string, count: number): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, count);
}
