import { Search, X } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, SearchField } from 'react-aria-components/SearchField';
import type { AccountView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { AccountCard } from './AccountCard.tsx';
import { filterAccounts } from './filterAccounts.ts';
import { RemoveAccount } from './RemoveAccount.tsx';

const SEARCH_FROM = 6;

/** All accounts as cards, with a search field as soon as a glance is not enough. */
export function AccountList({
  accounts,
  hideCodes,
  onPairAgain,
}: {
  accounts: readonly AccountView[];
  hideCodes: boolean;
  onPairAgain: (account: AccountView) => void;
}) {
  const { t, rich } = useMessages();
  const [query, setQuery] = useState('');
  const [removing, setRemoving] = useState<AccountView>();
  const searchable = accounts.length >= SEARCH_FROM;
  const shown = filterAccounts(accounts, useDeferredValue(searchable ? query : ''));
  const label = t('authentication.search', { count: accounts.length });
  const close = useCallback(() => setRemoving(undefined), []);
  return (
    <>
      {searchable && (
        <SearchField className="search" aria-label={label} value={query} onChange={setQuery}>
          <Search size={16} aria-hidden="true" />
          <Input className="search-input" placeholder={label} />
          <Button className="icon-button search-clear" aria-label={t('authentication.searchClear')}>
            <X size={16} aria-hidden="true" />
          </Button>
        </SearchField>
      )}
      {shown.length > 0 && (
        <ul className="account-list" aria-label={t('authentication.accounts')}>
          {shown.map((account) => (
            <AccountCard key={account.id} account={account} hideCodes={hideCodes} onRemove={setRemoving} onPairAgain={onPairAgain} />
          ))}
        </ul>
      )}
      {shown.length === 0 && (
        <Hint title={rich('authentication.noMatch', { query })}>
          <p>{t('authentication.noMatchHint')}</p>
        </Hint>
      )}
      {removing !== undefined && <RemoveAccount account={removing} onClose={close} />}
    </>
  );
}
