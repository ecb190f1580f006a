import { Search, X } from 'lucide-react';
import { Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, SearchField } from 'react-aria-components/SearchField';
import type { AccountView, OtpAccountView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { AccountCard } from './AccountCard.tsx';
import { EditOtp, ManyAccounts, OtpCode } from '../later.ts';
import { OtpCard } from '../otp/OtpCard.tsx';
import { filterAccounts, filterOtpAccounts } from './filterAccounts.ts';
import { RemoveAccount } from './RemoveAccount.tsx';

const SEARCH_FROM = 6;
/** From here on the list takes the rest of the window and scrolls by itself. */
export const MANY = 40;

/** All accounts as cards, with a search field as soon as a glance is not enough. */
export function AccountList({
  accounts,
  otpAccounts,
  hideCodes,
  onPairAgain,
}: {
  accounts: readonly AccountView[];
  otpAccounts: readonly OtpAccountView[];
  hideCodes: boolean;
  onPairAgain: (account: AccountView) => void;
}) {
  const { t, rich } = useMessages();
  const [query, setQuery] = useState('');
  const [removing, setRemoving] = useState<AccountView>();
  const [editing, setEditing] = useState<OtpAccountView>();
  const [moving, setMoving] = useState<OtpAccountView>();
  const count = accounts.length + otpAccounts.length;
  const searchable = count >= SEARCH_FROM;
  const wanted = useDeferredValue(searchable ? query : '');
  // The same lists again while nothing but the text in the field has changed, so that a letter is drawn before what it finds.
  const shown = useMemo(() => filterAccounts(accounts, wanted), [accounts, wanted]);
  const shownOtp = useMemo(() => filterOtpAccounts(otpAccounts, wanted), [otpAccounts, wanted]);
  const isNone = shown.length === 0 && shownOtp.length === 0;
  const label = t('authentication.search', { count });
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
      {count > MANY && !isNone && (
        <Suspense>
          <ManyAccounts
            accounts={shown}
            otpAccounts={shownOtp}
            hideCodes={hideCodes}
            onRemove={setRemoving}
            onPairAgain={onPairAgain}
            onEdit={setEditing}
            onCode={setMoving}
          />
        </Suspense>
      )}
      {count <= MANY && !isNone && (
        <ul className="account-list" aria-label={t('authentication.accounts')}>
          {shown.map((account) => (
            <AccountCard key={account.id} account={account} hideCodes={hideCodes} onRemove={setRemoving} onPairAgain={onPairAgain} />
          ))}
          {shownOtp.map((account) => (
            <OtpCard key={account.id} account={account} hideCodes={hideCodes} onEdit={setEditing} onCode={setMoving} />
          ))}
        </ul>
      )}
      {isNone && count > 0 && (
        <Hint title={rich('authentication.noMatch', { query })}>
          <p>{t('authentication.noMatchHint')}</p>
        </Hint>
      )}
      {moving !== undefined && (
        <Suspense>
          <OtpCode account={moving} onClose={() => setMoving(undefined)} />
        </Suspense>
      )}
      {editing !== undefined && (
        <Suspense>
          <EditOtp account={editing} onClose={() => setEditing(undefined)} />
        </Suspense>
      )}
      {removing !== undefined && <RemoveAccount account={removing} onClose={close} />}
    </>
  );
}
