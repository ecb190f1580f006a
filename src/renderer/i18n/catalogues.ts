import type { Language } from '../../bridge/language.ts';
import type { MessageKey } from './en.ts';

export type Catalogue = Readonly<Record<MessageKey, string>>;

/** Each language is a script of its own, so that a window loads the one it speaks. A catalogue without every message does not compile. */
export const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  ar: async () => (await import('./ar.ts')).ar,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  ja: async () => (await import('./ja.ts')).ja,
};
