import { Button } from 'react-aria-components/Button';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { Fingerprint } from '../Fingerprint.tsx';
import { HostNote } from './HostNote.tsx';
import { LineList } from './LineList.tsx';
import { ListSum } from './ListSum.tsx';
import type { ShownList } from './PairingListDialog.tsx';
import { startWork } from './startWork.ts';

/** Before anything is sent: how many are to be paired, with whom, and what of the list cannot be used. */
export function ReviewList({
  list,
  intent,
  onCancel,
}: {
  list: Extract<ShownList, { step: 'review' }>;
  intent: Intent;
  onCancel: () => void;
}) {
  const { t } = useMessages();
  const { counts, hosts } = list;
  return (
    <div className="way">
      <p>{t('list.reviewText')}</p>
      {hosts.map((host) => (
        <HostNote key={`${host.host} ${host.fingerprint ?? ''}`} host={host}>
          {host.fingerprint !== undefined && <Fingerprint fingerprint={host.fingerprint} />}
        </HostNote>
      ))}
      <ListSum counts={counts} />
      <LineList counts={counts} />
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button className="button button-filled" isDisabled={intent.busy || counts.waiting === 0} onPress={() => startWork(intent)}>
          {counts.waiting === 0 ? t('list.nothing') : t('list.confirm', { count: counts.waiting })}
        </Button>
      </div>
    </div>
  );
}
