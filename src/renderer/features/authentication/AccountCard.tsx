import { Pin } from 'lucide-react';
import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import type { AccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Name } from '../../components/Name.tsx';
import { SignInName } from '../../components/SignInName.tsx';
import { OrganisationBadge } from '../../components/OrganisationBadge.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { useIntent } from '../../state/useIntent.ts';
import { AccountNote } from './AccountNote.tsx';
import { CardMenu } from './CardMenu.tsx';
import { isDead } from './accountState.ts';
import { Passcode } from './Passcode.tsx';

export interface AccountCardProps {
  account: AccountView;
  hideCodes: boolean;
  onRemove: (account: AccountView) => void;
  onPairAgain: (account: AccountView) => void;
  /** An item of a list, unless the list has items of its own. */
  as?: 'li' | 'div';
}

/** One account: whose it is, its passcode, and in words whatever keeps it from working. */
export const AccountCard = memo(function AccountCard({ account, hideCodes, onRemove, onPairAgain, as: Root = 'li' }: AccountCardProps) {
  const { t } = useMessages();
  const intent = useIntent();
  const dead = isDead(account.state);
  const names = { organisation: account.organisation.name, signInName: account.signInName };
  const pin = (): void => intent.run(() => deskfob().pinAccount({ id: account.id, pinned: !account.pinned }));
  return (
    <Root className={`account account-${account.state}`} data-testid="account">
      <div className="account-row">
        <OrganisationBadge organisation={account.organisation} />
        <div className="account-names">
          <strong title={account.organisation.name}>
            <Name text={account.organisation.name} />
            {account.pinned && (
              <>
                <Pin className="account-pin" size={12} aria-hidden="true" />
                <span className="visually-hidden">{t('authentication.pinned')}</span>
              </>
            )}
          </strong>
          <span title={account.signInName}>
            <SignInName text={account.signInName} />
          </span>
        </div>
        {account.passcode !== undefined && (
          <Passcode id={account.id} names={names} passcode={account.passcode} hideCodes={hideCodes} intent={intent} />
        )}
        {!dead && (
          <CardMenu label={t('authentication.menu', names)} pinned={account.pinned} onPin={pin} onRemove={() => onRemove(account)} />
        )}
      </div>
      <AccountNote account={account} />
      {dead && (
        <div className="account-actions">
          <Button
            className="button button-small"
            aria-label={t('authentication.pairAgainLabel', names)}
            onPress={() => onPairAgain(account)}
          >
            {t('authentication.pairAgain')}
          </Button>
          <Button
            className="button button-small button-quiet"
            aria-label={t('authentication.removeLabel', names)}
            onPress={() => onRemove(account)}
          >
            {t('action.remove')}
          </Button>
        </div>
      )}
      <ErrorNote error={intent.error} />
    </Root>
  );
});
