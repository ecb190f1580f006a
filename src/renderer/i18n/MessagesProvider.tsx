import { type ReactNode, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';
import type { Settings } from '../../bridge/settings.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { chooseLocale } from './locale.ts';

const catalogues = { en, de };

/** Gives everything below the person's language, and tells the document of it. */
export function MessagesProvider({
  setting,
  computer,
  children,
}: {
  setting: Settings['language'];
  computer: string;
  children: ReactNode;
}) {
  const { language, locale } = chooseLocale(setting, computer);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider locale={locale}>
      <IntlProvider locale={locale} messages={catalogues[language]} defaultLocale="en">
        {children}
      </IntlProvider>
    </I18nProvider>
  );
}
