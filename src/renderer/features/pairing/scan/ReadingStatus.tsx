import { Button } from 'react-aria-components/Button';
import { useMessages } from '../../../i18n/useMessages.ts';

/** What is being done, spoken when it begins, and the way out of it. Keep it mounted, without a text while nothing is done. */
export function ReadingStatus({ text, onCancel }: { text: string | undefined; onCancel: (() => void) | undefined }) {
  const { t } = useMessages();
  return (
    <div className="scan-reading">
      <output className="scan-status">{text ?? ''}</output>
      {text !== undefined && onCancel !== undefined && (
        <Button className="button" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
      )}
    </div>
  );
}
