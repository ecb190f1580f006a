import { useState } from 'react';
import type { AccountName } from '../../../bridge/views.ts';
import { Confirmation } from '../../components/Confirmation.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { AccountNames } from './AccountNames.tsx';

/** Asks twice before all accounts are deleted: first what is lost, then whether that is meant. */
export function StartOver({ accounts, onClose }: { accounts: readonly AccountName[]; onClose: () => void }) {
  const { t } = useMessages();
  const intent = useIntent();
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <Confirmation
        key="what"
        title={t('startOver.title')}
        confirm={t('startOver.goOn')}
        onConfirm={() => setSure(true)}
        keep={t('startOver.keep')}
        onKeep={onClose}
      >
        <p>{t('startOver.lost', { count: accounts.length })}</p>
        <AccountNames accounts={accounts} />
        <p>{t('startOver.again')}</p>
      </Confirmation>
    );
  }
  return (
    <Confirmation
      key="sure"
      title={t('startOver.sureTitle')}
      confirm={t('startOver.sure')}
      onConfirm={() => intent.run(() => deskfob().startOver(), onClose)}
      keep={t('startOver.keep')}
      onKeep={onClose}
      busy={intent.busy}
    >
      <p>{t('startOver.sureText')}</p>
      <ErrorNote error={intent.error} />
    </Confirmation>
  );
}
