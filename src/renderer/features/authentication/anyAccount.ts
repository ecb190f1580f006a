import type { AccountView, AppView, OtpAccountView } from '../../../bridge/views.ts';

/** An account of an organisation, or of an ordinary site. */
export type AnyAccount = AccountView | OtpAccountView;

export function isPaired(account: AnyAccount): account is AccountView {
  return 'organisation' in account;
}

/** All accounts as they are shown; one that the order does not name comes last. */
export function allAccounts({ accounts, otpAccounts, order }: Pick<AppView, 'accounts' | 'otpAccounts' | 'order'>): AnyAccount[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = ({ id }: AnyAccount): number => places.get(id) ?? order.length;
  return [...accounts, ...otpAccounts].toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The groups that there are, in the order of the alphabet. */
export function groupsOf(accounts: readonly AnyAccount[], locale: string): string[] {
  return sorted(
    accounts.flatMap(({ group }) => group ?? []),
    locale,
  );
}

export function tagsOf(accounts: readonly AnyAccount[], locale: string): string[] {
  return sorted(
    accounts.flatMap(({ tags }) => tags ?? []),
    locale,
  );
}

function sorted(names: readonly string[], locale: string): string[] {
  return [...new Set(names)].toSorted(new Intl.Collator(locale, { numeric: true }).compare);
}
