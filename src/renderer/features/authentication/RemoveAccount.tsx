import { useState } from 'react';
import type { AccountView } from '../../../bridge/views.ts';
import { Confirmation } from '../../components/Confirmation.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { isDead } from './accountState.ts';
import { DeleteHistory } from './DeleteHistory.tsx';

/** Asks before an account is removed, and says what that means. */
export function RemoveAccount({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const { t, rich } = useMessages();
  const intent = useIntent();
  const [deleteHistory, setDeleteHistory] = useState(false);
  const organisation = account.organisation.name;
  return (
    <Confirmation
      title={rich('remove.title', { organisation })}
      confirm={t('remove.confirm')}
      onConfirm={() => intent.run(() => deskfob().removeAccount({ id: account.id, deleteHistory }), onClose)}
      keep={t('remove.keep')}
      onKeep={onClose}
      busy={intent.busy}
    >
      {isDead(account.state) ? (
        <p>{rich('remove.deadText', { signInName: account.signInName })}</p>
      ) : (
        <>
          <p>{rich('remove.text', { signInName: account.signInName, organisation })}</p>
          <p>{t('remove.again')}</p>
        </>
      )}
      <DeleteHistory label={t('remove.history')} hint={t('remove.historyHint')} value={deleteHistory} onChange={setDeleteHistory} />
      <ErrorNote error={intent.error} />
    </Confirmation>
  );
}
