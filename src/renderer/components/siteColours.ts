/** Told apart from each other at a glance; the badge mixes them with the theme's ground and ink until its letters can be read. */
export const SITE_COLOURS = ['#0b6b5d', '#2f5bb7', '#7a3fb0', '#b3266e', '#b3541e', '#8a6d00', '#3d7a1f', '#51606b'] as const;

/** The same for the same name, however it is written. */
export function badgeColour(name: string): string {
  let hash = 0;
  for (const character of name.trim().toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return SITE_COLOURS[hash % SITE_COLOURS.length] ?? SITE_COLOURS[0];
}

/** One or two letters: those that its first two words begin with. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._/-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, 2).map((word) => /[\p{L}\p{N}]\p{M}*/u.exec(word)?.[0] ?? '');
  return letters.length === 0 ? '·' : letters.join('').toLocaleUpperCase();
}
