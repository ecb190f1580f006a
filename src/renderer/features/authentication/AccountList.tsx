import { ListChecks, Search, X } from 'lucide-react';
import { Suspense, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import type { AccountView, AppView, OtpAccountView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { deskfob } from '../../state/deskfob.ts';
import { ArrangeAccounts, EditAccount, EditOtp, OtpCode, RemoveAccount } from '../later.ts';
import { OtpCard } from '../otp/OtpCard.tsx';
import { AccountCard } from './AccountCard.tsx';
import { allAccounts, type AnyAccount, groupsOf, isPaired } from './anyAccount.ts';
import type { CardActions } from './CardActions.ts';
import { filterAccounts } from './filterAccounts.ts';
import { GroupFilter } from './GroupFilter.tsx';
import { ManyAccounts } from './ManyAccounts.tsx';

const SEARCH_FROM = 6;
/** From here on the list takes the rest of the window and scrolls by itself. */
const MANY = 40;

type Asked =
  { about: 'remove'; account: AccountView } | { about: 'edit'; account: AnyAccount } | { about: 'code'; account: OtpAccountView };

/** All accounts as cards, with a search field as soon as a glance is not enough, and groups to choose from where there are any. */
export function AccountList({
  view: { accounts, otpAccounts, order, settings },
  onPairAgain,
}: {
  view: Pick<AppView, 'accounts' | 'otpAccounts' | 'order' | 'settings'>;
  onPairAgain: (account: AccountView) => void;
}) {
  const { t, rich, locale } = useMessages();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  /** Accounts are being chosen; these are, to begin with. */
  const [arranging, setArranging] = useState<readonly string[]>();
  const [said, setSaid] = useState('');
  const start = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const all = useMemo(() => allAccounts({ accounts, otpAccounts, order }), [accounts, otpAccounts, order]);
  const groups = useMemo(() => groupsOf(all, locale), [all, locale]);
  const group = groups.find((each) => each === chosen);
  const searchable = all.length >= SEARCH_FROM;
  const wanted = searchable ? query : '';
  // Not deferred: what a letter finds is drawn with it, because only the cards in sight are.
  const shown = useMemo(
    () =>
      filterAccounts(
        all.filter((account) => group === undefined || account.group === group),
        wanted,
      ),
    [all, group, wanted],
  );
  const actions = useMemo<CardActions>(
    () => ({
      onRemove: (account) => setAsked({ about: 'remove', account }),
      onPairAgain,
      onEdit: (account) => setAsked({ about: 'edit', account }),
      onCode: (account) => setAsked({ about: 'code', account }),
      onSelect: ({ id }) => setArranging([id]),
      moveOf: ({ id, pinned }, way) => {
        const place = shown.findIndex((account) => account.id === id) + (way === 'up' ? -1 : 1);
        const target = shown[place];
        if (target?.pinned !== pinned) return undefined;
        return async () => {
          const moved = await deskfob().moveAccounts({ ids: [id], target: target.id, position: way === 'up' ? 'before' : 'after' });
          if (moved.ok) setSaid(t('arrange.place', { place: place + 1, count: shown.length }));
          return moved;
        };
      },
    }),
    [onPairAgain, shown, t],
  );
  const leave = (): void => {
    setArranging(undefined);
    // Where it all began; drawn by then where it was not.
    requestAnimationFrame(() => (start.current ?? list.current)?.focus());
  };
  const label = t('authentication.search', { count: all.length });
  const close = (): void => setAsked(undefined);
  const { hideCodes } = settings;
  return (
    <>
      {searchable && (
        <div className="search-row">
          <SearchField className="search" aria-label={label} value={query} onChange={setQuery}>
            <Search size={16} aria-hidden="true" />
            <Input className="search-input" placeholder={label} />
            <Button className="icon-button search-clear" aria-label={t('authentication.searchClear')}>
              <X size={16} aria-hidden="true" />
            </Button>
          </SearchField>
          <ToggleButton
            ref={start}
            className="icon-button select-button"
            aria-label={t('arrange.start')}
            isSelected={arranging !== undefined}
            onChange={(isWanted) => (isWanted ? setArranging([]) : leave())}
          >
            <ListChecks size={18} aria-hidden="true" />
          </ToggleButton>
        </div>
      )}
      {groups.length > 0 && <GroupFilter groups={groups} chosen={group} onChoose={setChosen} />}
      <output className="visually-hidden">{said}</output>
      {arranging !== undefined && (
        <Suspense>
          <ArrangeAccounts all={all} shown={shown} first={arranging} onDone={leave} />
        </Suspense>
      )}
      {arranging === undefined && all.length > MANY && shown.length > 0 && (
        <ManyAccounts accounts={shown} hideCodes={hideCodes} actions={actions} />
      )}
      {arranging === undefined && all.length <= MANY && shown.length > 0 && (
        <ul ref={list} className="account-list" aria-label={t('authentication.accounts')} tabIndex={-1}>
          {shown.map((account) =>
            isPaired(account) ? (
              <AccountCard key={account.id} account={account} hideCodes={hideCodes} actions={actions} />
            ) : (
              <OtpCard key={account.id} account={account} hideCodes={hideCodes} actions={actions} />
            ),
          )}
        </ul>
      )}
      {shown.length === 0 && all.length > 0 && (
        <Hint title={rich('authentication.noMatch', { query })}>
          <p>{t('authentication.noMatchHint')}</p>
        </Hint>
      )}
      <Suspense>
        {asked?.about === 'code' && <OtpCode account={asked.account} onClose={close} />}
        {asked?.about === 'remove' && <RemoveAccount account={asked.account} onClose={close} />}
        {asked?.about === 'edit' &&
          (isPaired(asked.account) ? (
            <EditAccount account={asked.account} all={all} onClose={close} />
          ) : (
            <EditOtp account={asked.account} all={all} onClose={close} />
          ))}
      </Suspense>
    </>
  );
}
