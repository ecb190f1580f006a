import { Ban, Hourglass, PauseCircle } from 'lucide-react';
import type { AccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { MuteOffer } from '../mute/MuteOffer.tsx';
import { MuteState } from '../mute/MuteState.tsx';

/** What an account that does not simply work is waiting for, in words; for one that works, its mute or the offer of one. */
export function AccountNote({ account }: { account: AccountView }) {
  const { t, rich } = useMessages();
  const organisation = account.organisation.name;
  const { support } = account.organisation;
  switch (account.state) {
    case 'active':
      if (account.mute !== undefined) return <MuteState account={account} mute={account.mute} />;
      return account.unexpectedRequests === undefined ? null : <MuteOffer account={account} count={account.unexpectedRequests} />;
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
