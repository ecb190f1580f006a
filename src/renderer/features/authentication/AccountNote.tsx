import { Ban, Hourglass, PauseCircle } from 'lucide-react';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';

/** What an account that does not simply work is waiting for, in words; nothing for one that works. */
export function AccountNote({ account }: { account: AccountView }) {
  const { t, rich } = useMessages();
  const organisation = account.organisation.name;
  const { support } = account.organisation;
  switch (account.state) {
    case 'active':
      return null;
    case 'waiting':
      return (
        <div className="account-note account-note-warning">
          <Hourglass size={16} aria-hidden="true" />
          <p>
            <strong>{t('authentication.waiting')}</strong> {t('authentication.waitingDo')}
          </p>
        </div>
      );
    case 'suspended':
      return (
        <div className="account-note account-note-warning">
          <PauseCircle size={16} aria-hidden="true" />
          <p>
            <strong>{rich('authentication.suspended', { organisation })}</strong> {t('authentication.suspendedDo')}
            {support !== undefined && <> {rich('authentication.support', { support })}</>}
          </p>
        </div>
      );
    case 'removed':
    case 'unconfirmed':
    case 'rejected':
      return (
        <div className="account-note">
          <Ban size={16} aria-hidden="true" />
          <p>
            <strong>
              {account.state === 'unconfirmed'
                ? t('authentication.unconfirmed')
                : rich(`authentication.${account.state}`, { organisation })}
            </strong>{' '}
            {t(`authentication.${account.state}Do`)}
          </p>
        </div>
      );
  }
}
