import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { AppView } from '../../bridge/views.ts';
import { MessagesProvider } from '../i18n/MessagesProvider.tsx';
import { ArrivalContext } from '../state/ArrivalContext.ts';
import { Passcodes } from '../state/Passcodes.ts';
import { PasscodesContext } from '../state/PasscodesContext.ts';
import { useAppView } from '../state/useAppView.ts';

/** Draws a window: waits for the first view, then gives `content` each view with the person's language and theme. */
export function startPage(content: (view: AppView) => ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root element.');
  createRoot(root).render(
    <StrictMode>
      <Page content={content} />
    </StrictMode>,
  );
}

function Page({ content }: { content: (view: AppView) => ReactNode }) {
  const [passcodes] = useState(() => new Passcodes());
  const arrived = useAppView(passcodes);
  const theme = arrived?.view.settings.theme ?? 'system';
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  // Without a view the language is not known either; the first one comes within a few milliseconds.
  if (arrived === undefined) return null;
  const { view, at } = arrived;
  return (
    <MessagesProvider setting={view.settings.language} computer={view.app.locale}>
      <ArrivalContext value={at}>
        <PasscodesContext value={passcodes}>{content(view)}</PasscodesContext>
      </ArrivalContext>
    </MessagesProvider>
  );
}
