import { createContext, memo, useContext, useMemo } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { AccountView, OtpAccountView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { OtpCard } from '../otp/OtpCard.tsx';
import { AccountCard } from './AccountCard.tsx';

export interface ManyAccountsProps {
  accounts: readonly AccountView[];
  otpAccounts: readonly OtpAccountView[];
  hideCodes: boolean;
  onRemove: (account: AccountView) => void;
  onPairAgain: (account: AccountView) => void;
  onEdit: (account: OtpAccountView) => void;
  onCode: (account: OtpAccountView) => void;
}

interface Shown extends Omit<ManyAccountsProps, 'accounts' | 'otpAccounts'> {
  readonly paired: ReadonlyMap<string, AccountView>;
  readonly plain: ReadonlyMap<string, OtpAccountView>;
}

const layout = { estimatedRowSize: 76 };
const ShownContext = createContext<Shown | undefined>(undefined);

/**
 * Hundreds of accounts: only those in sight are in the document. The list itself knows their ids alone, so that new codes, which
 * come twice a minute, draw the cards in sight anew and nothing else.
 */
export const ManyAccounts = memo(function ManyAccounts({
  accounts,
  otpAccounts,
  hideCodes,
  onRemove,
  onPairAgain,
  onEdit,
  onCode,
}: ManyAccountsProps) {
  const { t } = useMessages();
  const rows = useRows([...accounts, ...otpAccounts].map(({ id }) => id));
  const shown = useMemo(
    () => ({
      paired: new Map(accounts.map((account) => [account.id, account])),
      plain: new Map(otpAccounts.map((account) => [account.id, account])),
      hideCodes,
      onRemove,
      onPairAgain,
      onEdit,
      onCode,
    }),
    [accounts, otpAccounts, hideCodes, onRemove, onPairAgain, onEdit, onCode],
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

interface Row {
  readonly id: string;
}

const row = ({ id }: Row) => (
  <GridListItem id={id} className="account-many-row" textValue={id}>
    <Card id={id} />
  </GridListItem>
);

function Card({ id }: Row) {
  const shown = useContext(ShownContext);
  const account = shown?.paired.get(id);
  const otp = shown?.plain.get(id);
  if (shown !== undefined && account !== undefined)
    return <AccountCard as="div" account={account} hideCodes={shown.hideCodes} onRemove={shown.onRemove} onPairAgain={shown.onPairAgain} />;
  return shown === undefined || otp === undefined ? null : (
    <OtpCard as="div" account={otp} hideCodes={shown.hideCodes} onEdit={shown.onEdit} onCode={shown.onCode} />
  );
}

/** The same rows again for as long as the ids, in which there is no blank, are the same. */
function useRows(ids: readonly string[]): readonly Row[] {
  const all = ids.join(' ');
  return useMemo(() => all.split(' ').map((id) => ({ id })), [all]);
}
