import { memo } from 'react';
import { ButtonContext } from 'react-aria-components/Button';
import { useWindowedList } from '../../components/useWindowedList.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { OtpCard } from '../otp/OtpCard.tsx';
import { AccountCard } from './AccountCard.tsx';
import { type AnyAccount, isPaired } from './anyAccount.ts';
import type { CardActions } from './CardActions.ts';

export interface ManyAccountsProps {
  accounts: readonly AnyAccount[];
  hideCodes: boolean;
  actions: CardActions;
}

const CARD_PX = 76;
const cell = { role: 'gridcell' };
/** Tab goes through the buttons of one card and then on, not through hundreds. */
const elsewhere = { excludeFromTabOrder: true };
const here = {};

/** Hundreds of accounts: only the cards in sight are in the document. */
export const ManyAccounts = memo(function ManyAccounts({ accounts, hideCodes, actions }: ManyAccountsProps) {
  const { t } = useMessages();
  const { listProps, innerProps, rows } = useWindowedList({ role: 'grid', items: accounts, estimatedPx: CARD_PX });
  return (
    <div {...listProps} className="account-many" aria-label={t('authentication.accounts')}>
      <div {...innerProps}>
        {rows.map(({ item: account, isActive, props }) => (
          <div key={account.id} {...props} className="account-many-row">
            <div {...cell}>
              <ButtonContext value={isActive ? here : elsewhere}>
                <Card account={account} hideCodes={hideCodes} actions={actions} />
              </ButtonContext>
            </div>
          </div>
        ))}
      </div>
    </div>
  );
});

function Card({ account, hideCodes, actions }: { account: AnyAccount; hideCodes: boolean; actions: CardActions }) {
  return isPaired(account) ? (
    <AccountCard as="div" account={account} hideCodes={hideCodes} actions={actions} />
  ) : (
    <OtpCard as="div" account={account} hideCodes={hideCodes} actions={actions} />
  );
}
