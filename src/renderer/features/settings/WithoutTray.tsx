import { Button } from 'react-aria-components/Button';
import { useMessages } from '../../i18n/useMessages.ts';

/** Where no tray icon leads back to the app, closing the window does not end it: here is what does. */
export function WithoutTray({ onQuit }: { onQuit: () => void }) {
  const { t } = useMessages();
  return (
    <div className="without-tray">
      <p className="field-description">{t('settings.withoutTray')}</p>
      <Button className="button button-small" onPress={onQuit}>
        {t('settings.quit')}
      </Button>
    </div>
  );
}
