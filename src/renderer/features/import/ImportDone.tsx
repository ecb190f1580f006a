import { CircleCheck } from 'lucide-react';
import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ImportView } from '../../../bridge/importing.ts';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';

/** The last word: as many as were promised, and what was left out. */
export function ImportDone({ importing, onDone }: { importing: Extract<ImportView, { step: 'done' }>; onDone: () => void }) {
  const { t } = useMessages();
  const heading = useId();
  const { imported, counts, pairAgain } = importing;
  const left = counts.problem - pairAgain.length;
  return (
    <div className="way import-done">
      <CircleCheck className="tone-good" size={36} aria-hidden="true" />
      <output>
        <strong>{t('import.imported', { count: imported })}</strong>
        {counts.duplicate > 0 && <p>{t('import.countDuplicate', { count: counts.duplicate })}</p>}
        {left > 0 && <p>{t('import.countProblem', { count: left })}</p>}
      </output>
      {pairAgain.length > 0 && (
        <section className="import-again" aria-labelledby={heading}>
          <h3 id={heading}>{t('import.pairAgain')}</h3>
          <ul>
            {[...new Set(pairAgain)].map((name) => (
              <li key={name}>
                <Name text={name === '' ? t('import.unnamed') : name} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="field-description">{t('import.deleteFile')}</p>
      <Button className="button button-filled button-large" onPress={onDone}>
        {t('action.done')}
      </Button>
    </div>
  );
}
