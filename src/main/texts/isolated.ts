/**
 * A name inside a sentence that may run the other way, kept from turning what stands around it (Unicode UAX 9: FSI and
 * PDI). For systems' own widgets, where there is no markup to do it.
 */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
