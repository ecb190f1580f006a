import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import type { AccountView } from '../../../bridge/views.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { SignInName } from '../../components/SignInName.tsx';
import { OrganisationBadge } from '../../components/OrganisationBadge.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useIntent } from '../../state/useIntent.ts';
import { AccountNote } from './AccountNote.tsx';
import type { CardActions } from './CardActions.ts';
import { CardMarks } from './CardMarks.tsx';
import { CardMenu } from './CardMenu.tsx';
import { CardTitle } from './CardTitle.tsx';
import { isDead } from './accountState.ts';
import { Passcode } from './Passcode.tsx';

export interface AccountCardProps {
  account: AccountView;
  hideCodes: boolean;
  actions: CardActions;
  /** An item of a list, unless the list has items of its own. */
  as?: 'li' | 'div';
}

/** One account: whose it is, its passcode, and in words whatever keeps it from working. */
export const AccountCard = memo(function AccountCard({ account, hideCodes, actions, as: Root = 'li' }: AccountCardProps) {
  const { t } = useMessages();
  const intent = useIntent();
  const dead = isDead(account.state);
  const names = { organisation: account.organisation.name, signInName: account.signInName };
  return (
    <Root className={`account account-${account.state}`} data-testid="account">
      <div className="account-row">
        <OrganisationBadge organisation={account.organisation} />
        <div className="account-names">
          <CardTitle name={account.organisation.name} ownName={account.ownName} pinned={account.pinned} />
          <span title={account.signInName}>
            <SignInName text={account.signInName} />
          </span>
          <CardMarks account={account} />
        </div>
        <Passcode id={account.id} names={names} hideCodes={hideCodes} intent={intent} />
        {!dead && <CardMenu label={t('authentication.menu', names)} account={account} actions={actions} intent={intent} />}
      </div>
      <AccountNote account={account} />
      {dead && (
        <div className="account-actions">
          <Button
            className="button button-small"
            aria-label={t('authentication.pairAgainLabel', names)}
            onPress={() => actions.onPairAgain(account)}
          >
            {t('authentication.pairAgain')}
          </Button>
          <Button
            className="button button-small button-quiet"
            aria-label={t('authentication.removeLabel', names)}
            onPress={() => actions.onRemove(account)}
          >
            {t('action.remove')}
          </Button>
        </div>
      )}
      <ErrorNote error={intent.error} />
    </Root>
  );
});
