import { CircleCheck } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { ImportView } from '../../../bridge/importing.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** The last word: as many as were promised, and what was left out. */
export function ImportDone({ importing, onDone }: { importing: Extract<ImportView, { step: 'done' }>; onDone: () => void }) {
  const { t } = useMessages();
  const { imported, counts } = importing;
  return (
    <div className="way import-done">
      <CircleCheck className="tone-good" size={36} aria-hidden="true" />
      <output>
        <strong>{t('import.imported', { count: imported })}</strong>
        {counts.duplicate > 0 && <p>{t('import.countDuplicate', { count: counts.duplicate })}</p>}
        {counts.problem > 0 && <p>{t('import.countProblem', { count: counts.problem })}</p>}
      </output>
      <p className="field-description">{t('import.deleteFile')}</p>
      <Button className="button button-filled button-large" onPress={onDone}>
        {t('action.done')}
      </Button>
    </div>
  );
}
