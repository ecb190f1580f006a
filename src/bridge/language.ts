/** The languages that Deskfob speaks, as BCP 47 tags. */
export const LANGUAGES = ['en', 'de', 'ar', 'fr', 'es', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Which catalogue serves this person, and by which locale dates, numbers, distances and countries are written: the
 * language with the region of the computer, because a person in the United States counts miles in every language.
 * @param setting what the person chose; `system` follows the computer
 * @param computer the computer's locale, such as `de-AT`; anything else counts as English
 */
export function chooseLocale(setting: 'system' | Language, computer: string): { language: Language; locale: string } {
  const known = localeOf(computer);
  const computers = LANGUAGES.find((language) => language === known?.language) ?? 'en';
  const language = setting === 'system' ? computers : setting;
  const region = known?.region === undefined ? '' : `-${known.region}`;
  return { language, locale: `${language}${region}${EXTENSIONS[language] ?? ''}` };
}

/** `de` and `en-US` → `de-US`; a locale that has a region already keeps it. */
export function inRegionOf(locale: string, regional: string): string {
  const known = localeOf(locale);
  const region = localeOf(regional)?.region;
  return known === undefined || known.region !== undefined || region === undefined ? locale : `${locale}-${region}`;
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Passcodes and the numbers on sign-in pages are written with 0 to 9, so everything beside them is, too. */
const EXTENSIONS: Partial<Record<Language, string>> = { ar: '-u-nu-latn' };

function localeOf(text: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(text);
  } catch {
    return undefined;
  }
}
