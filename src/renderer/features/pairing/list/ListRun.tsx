import { Button } from 'react-aria-components/Button';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { LineList } from './LineList.tsx';
import { ListSum } from './ListSum.tsx';
import type { ShownList } from './PairingListDialog.tsx';

/** How far it is, and the way to stop. */
export function ListRun({ list, intent }: { list: Extract<ShownList, { step: 'running' }>; intent: Intent }) {
  const { t } = useMessages();
  const { counts, stopping, throttled } = list;
  const done = counts.paired + counts.failed + counts.duplicate;
  const all = done + counts.waiting + counts.pairing;
  return (
    <div className="way">
      <div className="import-progress">
        <progress className="import-bar" aria-label={t('list.progress', { done, all })} max={all} value={done} />
        <span aria-hidden="true">{t('list.progress', { done, all })}</span>
        <output>
          {stopping && t('list.stopping')}
          {!stopping && throttled && t('list.throttled')}
        </output>
      </div>
      <ListSum counts={counts} />
      <LineList counts={counts} />
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" isDisabled={stopping || intent.busy} onPress={() => intent.run(() => deskfob().stopPairingList())}>
          {t('list.stop')}
        </Button>
      </div>
    </div>
  );
}
