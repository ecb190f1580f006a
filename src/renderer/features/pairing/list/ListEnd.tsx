import { Info } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { LineList } from './LineList.tsx';
import { ListSum } from './ListSum.tsx';
import type { ShownList } from './PairingListDialog.tsx';
import { startWork } from './startWork.ts';

/** What has become of each line; what waits can go on from here. */
export function ListEnd({
  list,
  toConfirm,
  intent,
  onClose,
}: {
  list: Extract<ShownList, { step: 'stopped' | 'done' }>;
  /** Paired accounts that wait for the organisation's page. */
  toConfirm: number;
  intent: Intent;
  onClose: () => void;
}) {
  const { t } = useMessages();
  const [saved, setSaved] = useState(0);
  const { counts } = list;
  const save = () =>
    intent.run(
      () => deskfob().savePairingLines(),
      ({ written = 0 }) => setSaved(written),
    );
  return (
    <div className="way">
      {list.step === 'stopped' && <p>{t('list.stoppedText', { count: counts.waiting })}</p>}
      <ListSum counts={counts} />
      <LineList counts={counts} />
      {toConfirm > 0 && (
        <div className="note">
          <Info size={18} aria-hidden="true" />
          <p>{t('list.toConfirm', { count: toConfirm })}</p>
        </div>
      )}
      <ErrorNote error={intent.error ?? (list.step === 'stopped' ? list.problem : undefined)} />
      <output>{saved > 0 && t('list.saved', { count: saved })}</output>
      <div className="dialog-actions">
        <Button className="button" isDisabled={intent.busy} onPress={save}>
          {t('list.save')}
        </Button>
        <Button className={list.step === 'done' ? 'button button-filled' : 'button'} isDisabled={intent.busy} onPress={onClose}>
          {t(list.step === 'done' ? 'action.done' : 'list.giveUp')}
        </Button>
        {list.step === 'stopped' && (
          <Button className="button button-filled" isDisabled={intent.busy} onPress={() => startWork(intent)}>
            {t('list.goOn')}
          </Button>
        )}
      </div>
    </div>
  );
}
