import type { Settings } from '../../bridge/settings.ts';

export type Language = 'en' | 'de';

/** Which catalogue serves this person, and by which locale dates, numbers and countries are written. */
export function chooseLocale(setting: Settings['language'], computer: string): { language: Language; locale: string } {
  const computers: Language = /^de\b/i.test(computer) ? 'de' : 'en';
  const language = setting === 'system' ? computers : setting;
  // The computer's locale knows the person's region (en-GB, de-AT); it counts only where it is the same language.
  const sameLanguage = new RegExp(`^${language}\\b`, 'i').test(computer) && isLocale(computer);
  return { language, locale: sameLanguage ? computer : language };
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
