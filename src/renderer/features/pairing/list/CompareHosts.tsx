import { Button } from 'react-aria-components/Button';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { useMessages } from '../../../i18n/useMessages.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { Fingerprint } from '../Fingerprint.tsx';
import { HostNote } from './HostNote.tsx';
import type { ShownList } from './PairingListDialog.tsx';
import { startWork } from './startWork.ts';

/** The list carried no fingerprint, so the person compares those of whoever answered. */
export function CompareHosts({
  list,
  intent,
  onCancel,
}: {
  list: Extract<ShownList, { step: 'compare' }>;
  intent: Intent;
  onCancel: () => void;
}) {
  const { t } = useMessages();
  const strangers = list.hosts.filter(({ pinned, fingerprint }) => !pinned && fingerprint !== undefined);
  return (
    <div className="way">
      <p>{t('list.compareText')}</p>
      {strangers.map((host) => (
        <HostNote key={`${host.host} ${host.fingerprint ?? ''}`} host={host}>
          <Fingerprint fingerprint={host.fingerprint ?? ''} />
        </HostNote>
      ))}
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" isDisabled={intent.busy} onPress={onCancel}>
          {t('pairing.fingerprintDiffers')}
        </Button>
        <Button className="button button-filled" isDisabled={intent.busy} onPress={() => startWork(intent)}>
          {t('list.matches')}
        </Button>
      </div>
    </div>
  );
}
