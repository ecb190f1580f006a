import type { Language } from '../../../src/bridge/language.ts';
import { catalogues } from '../../../src/renderer/i18n/catalogues.ts';
import { en } from '../../../src/renderer/i18n/en.ts';

/** A message that says just this comes before one into which it could be filled. */
const BEST_FIRST = Object.entries(en).toSorted(([, one], [, other]) => one.split('{').length - other.split('{').length);

/** Turns what a button says in English into what it says in another language, with the same names filled in. */
export async function inLanguage(language: Language): Promise<(text: string) => string> {
  const messages: Readonly<Record<string, string>> = await catalogues[language]();
  return (text) => {
    for (const [key, template] of BEST_FIRST) {
      const names = Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
      const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '(.+)');
      const found = new RegExp(`^${pattern}$`).exec(text);
      if (found === null || template.replaceAll(/\{\w+\}/g, '').trim() === '') continue;
      return names.reduce((filled, name, index) => filled.replace(`{${name}}`, found[index + 1] ?? ''), messages[key] ?? '');
    }
    throw new Error(`no message says “${text}”`);
  };
}
