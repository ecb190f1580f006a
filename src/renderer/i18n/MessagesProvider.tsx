import { type ReactNode, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';
import { chooseLocale, directionOf, type Language } from '../../bridge/language.ts';
import type { Settings } from '../../bridge/settings.ts';
import { type Catalogue, catalogues } from './catalogues.ts';

// Most people speak the language of their computer: its catalogue is on its way before main has said what was chosen.
void catalogues[chooseLocale('system', navigator.language).language]().catch(() => {});

/** Gives everything below the person's language, and tells the document of it. Nothing is drawn before its words are there. */
export function MessagesProvider({
  setting,
  computer,
  children,
}: {
  setting: Settings['language'];
  computer: string;
  children: ReactNode;
}) {
  const chosen = chooseLocale(setting, computer);
  const words = useCatalogue(chosen.language);
  const language = words?.language;
  useEffect(() => {
    if (language === undefined) return;
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  if (words === undefined) return null;
  // While another language is loading, the words on screen stay, and so does the way they are written.
  const locale = words.language === chosen.language ? chosen.locale : chooseLocale(words.language, computer).locale;
  return (
    <I18nProvider locale={locale}>
      <IntlProvider locale={locale} messages={words.catalogue} defaultLocale="en">
        {children}
      </IntlProvider>
    </I18nProvider>
  );
}

/** The newest catalogue that has come; undefined before the first. */
function useCatalogue(language: Language): { language: Language; catalogue: Catalogue } | undefined {
  const [words, setWords] = useState<{ language: Language; catalogue: Catalogue }>();
  useEffect(() => {
    let isWanted = true;
    const load = async () => {
      const catalogue = await catalogues[language]();
      if (isWanted) setWords({ language, catalogue });
    };
    load().catch(() => {});
    return () => {
      isWanted = false;
    };
  }, [language]);
  return words;
}
