import { createContext, memo, useContext, useMemo } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useMessages } from '../../i18n/useMessages.ts';
import { OtpCard } from '../otp/OtpCard.tsx';
import { AccountCard } from './AccountCard.tsx';
import { type AnyAccount, isPaired } from './anyAccount.ts';
import type { CardActions } from './CardActions.ts';
import { type Row, useRows } from './useRows.ts';

export interface ManyAccountsProps {
  accounts: readonly AnyAccount[];
  hideCodes: boolean;
  actions: CardActions;
}

interface Shown extends Omit<ManyAccountsProps, 'accounts'> {
  readonly byId: ReadonlyMap<string, AnyAccount>;
}

const layout = { estimatedRowSize: 76 };
const ShownContext = createContext<Shown | undefined>(undefined);

/**
 * Hundreds of accounts: only those in sight are in the document. The list itself knows their ids alone, so that new codes, which
 * come twice a minute, draw the cards in sight anew and nothing else.
 */
export const ManyAccounts = memo(function ManyAccounts({ accounts, hideCodes, actions }: ManyAccountsProps) {
  const { t } = useMessages();
  const rows = useRows(accounts);
  const shown = useMemo(
    () => ({ byId: new Map(accounts.map((account) => [account.id, account])), hideCodes, actions }),
    [accounts, hideCodes, actions],
  );
  return (
    <ShownContext value={shown}>
      <Virtualizer layout={ListLayout} layoutOptions={layout}>
        <GridList
          className="account-many"
          aria-label={t('authentication.accounts')}
          selectionMode="none"
          keyboardNavigationBehavior="tab"
          items={rows}
        >
          {row}
        </GridList>
      </Virtualizer>
    </ShownContext>
  );
});

const row = ({ id }: Row) => (
  <GridListItem id={id} className="account-many-row" textValue={id}>
    <Card id={id} />
  </GridListItem>
);

function Card({ id }: Row) {
  const shown = useContext(ShownContext);
  const account = shown?.byId.get(id);
  if (shown === undefined || account === undefined) return null;
  const { hideCodes, actions } = shown;
  return isPaired(account) ? (
    <AccountCard as="div" account={account} hideCodes={hideCodes} actions={actions} />
  ) : (
    <OtpCard as="div" account={account} hideCodes={hideCodes} actions={actions} />
  );
}
