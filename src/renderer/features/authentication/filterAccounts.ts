import type { AccountView } from '../../../bridge/views.ts';

/** Accounts in which every word of the query is found, in any case and without regard to accents. */
export function filterAccounts(accounts: readonly AccountView[], query: string): AccountView[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return accounts.filter((account) => {
    const text = plain(`${account.organisation.name} ${account.displayName} ${account.signInName}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
