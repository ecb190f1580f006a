import { plainText, wordsOf } from '../../../bridge/plainText.ts';
import type { AccountView } from '../../../bridge/views.ts';

/** Accounts in which every word of the query is found, in any case and without regard to accents. */
export function filterAccounts(accounts: readonly AccountView[], query: string): AccountView[] {
  const words = wordsOf(query);
  return accounts.filter((account) => {
    const text = plainText(`${account.organisation.name} ${account.displayName} ${account.signInName}`);
    return words.every((word) => text.includes(word));
  });
}
