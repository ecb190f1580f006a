import { Confirmation } from '../../components/Confirmation.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';

/** Says what it costs to go on without the PIN. Main asks once more by itself before anything is removed. */
export function ForgottenPin({ onClose }: { onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  return (
    <Confirmation
      title={t('lock.forgottenTitle')}
      confirm={t('lock.forgottenGo')}
      onConfirm={() => intent.run(() => deskfob().forgotPin(), onClose)}
      keep={t('lock.keep')}
      onKeep={onClose}
      busy={intent.busy}
    >
      <p>{t('lock.forgottenText')}</p>
      {/* Taken back in main's own question: nothing has gone wrong. */}
      <ErrorNote error={intent.error === 'user-verification-refused' ? undefined : intent.error} />
    </Confirmation>
  );
}
