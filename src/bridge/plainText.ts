/** Text as it is searched in: without case, accents and the differences between full and half width. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a query; each of them must be found. */
export function wordsOf(query: string): string[] {
  return plainText(query)
    .split(/\s+/)
    .filter((word) => word !== '');
}
