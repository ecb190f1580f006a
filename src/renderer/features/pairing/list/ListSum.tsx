import type { PairingLineCounts } from '../../../../bridge/pairingList.ts';
import { useMessages } from '../../../i18n/useMessages.ts';

/** How many lines there are of each kind: together they are the whole list. */
export function ListSum({ counts }: { counts: PairingLineCounts }) {
  const { t } = useMessages();
  const waiting = counts.waiting + counts.pairing;
  return (
    <ul className="import-sum">
      {counts.paired > 0 && <li className="import-new">{t('list.countPaired', { count: counts.paired })}</li>}
      {waiting > 0 && <li>{t('list.countWaiting', { count: waiting })}</li>}
      {counts.duplicate > 0 && <li className="import-duplicate">{t('import.countDuplicate', { count: counts.duplicate })}</li>}
      {counts.failed > 0 && <li className="import-problem">{t('list.countFailed', { count: counts.failed })}</li>}
    </ul>
  );
}
