import type { ImportCounts } from '../../../bridge/importing.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** How many entries the file has, and what becomes of them: together they are all there is. */
export function ImportSum({ counts }: { counts: ImportCounts }) {
  const { t } = useMessages();
  return (
    <ul className="import-sum">
      <li className="import-new">{t('import.countNew', { count: counts.new })}</li>
      {counts.duplicate > 0 && <li className="import-duplicate">{t('import.countDuplicate', { count: counts.duplicate })}</li>}
      {counts.problem > 0 && <li className="import-problem">{t('import.countProblem', { count: counts.problem })}</li>}
    </ul>
  );
}
