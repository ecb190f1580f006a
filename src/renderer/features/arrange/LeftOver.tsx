import { CircleAlert } from 'lucide-react';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { AccountLines } from './AccountLines.tsx';
import { TrueNames } from './TrueNames.tsx';

/** Which accounts could not be removed. They are still chosen, so that trying again is one press. */
export function LeftOver({ accounts }: { accounts: readonly AccountView[] }) {
  const { t } = useMessages();
  return (
    <div role="alert">
      {accounts.length > 0 && (
        <div className="note note-danger">
          <CircleAlert aria-hidden="true" size={18} />
          <div>
            <strong>{t('arrange.left', { count: accounts.length })}</strong>
            <AccountLines lines={accounts.map((account) => ({ id: account.id, text: <TrueNames account={account} /> }))} />
            <p>{t('arrange.leftDo')}</p>
          </div>
        </div>
      )}
    </div>
  );
}
