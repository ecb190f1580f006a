import { memo, useMemo } from 'react';
import { ButtonContext } from 'react-aria-components/Button';
import { useWindowedRows } from '../../components/useWindowedRows.ts';
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
/** Tab goes through the buttons of one card and then on, not through hundreds. */
const elsewhere = { excludeFromTabOrder: true };
const here = {};

/** Hundreds of accounts: only the cards in sight are in the document. */
export const ManyAccounts = memo(function ManyAccounts({ accounts, hideCodes, actions }: ManyAccountsProps) {
  const { t } = useMessages();
  const ids = useMemo(() => accounts.map(({ id }) => id), [accounts]);
  const { scroller, rows, heightPx, measure, onKeyDown, onFocus } = useWindowedRows({ ids, estimatedPx: CARD_PX });
  return (
    <div
      ref={scroller}
      className="account-many"
      role="grid"
      aria-label={t('authentication.accounts')}
      aria-rowcount={accounts.length}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <div role="presentation" className="account-many-all" style={{ height: heightPx }}>
        {rows.map(({ id, index, startPx, isActive }) => {
          const account = accounts[index];
          return (
            <div
              key={id}
              ref={measure}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              tabIndex={isActive ? 0 : -1}
              className="account-many-row"
              style={{ top: startPx }}
            >
              <div role="gridcell">
                <ButtonContext value={isActive ? here : elsewhere}>
                  {account !== undefined && <Card account={account} hideCodes={hideCodes} actions={actions} />}
                </ButtonContext>
              </div>
            </div>
          );
        })}
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
