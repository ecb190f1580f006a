import { plainText, wordsOf } from '../../../bridge/plainText.ts';
import type { AccountView, OtpAccountView } from '../../../bridge/views.ts';

/** Accounts in which every word of the query is found, in any case and without regard to accents. */
export function filterAccounts(accounts: readonly AccountView[], query: string): AccountView[] {
  return found(accounts, query, ({ organisation, displayName, signInName }) => `${organisation.name} ${displayName} ${signInName}`);
}

export function filterOtpAccounts(accounts: readonly OtpAccountView[], query: string): OtpAccountView[] {
  return found(accounts, query, ({ issuer, label, group = '' }) => `${issuer} ${label} ${group}`);
}

function found<A>(accounts: readonly A[], query: string, textOf: (account: A) => string): A[] {
  const words = wordsOf(query);
  if (words.length === 0) return [...accounts];
  return accounts.filter((account) => {
    const text = plainText(textOf(account));
    return words.every((word) => text.includes(word));
  });
}
