import { plainText, wordsOf } from '../../../bridge/plainText.ts';
import { type AnyAccount, isPaired } from './anyAccount.ts';

/** Accounts in which every word of the query is found, in any case and without regard to accents. */
export function filterAccounts<A extends AnyAccount>(accounts: readonly A[], query: string): A[] {
  const words = wordsOf(query);
  if (words.length === 0) return [...accounts];
  return accounts.filter((account) => {
    const text = plainText(textOf(account));
    return words.every((word) => text.includes(word));
  });
}

function textOf(account: AnyAccount): string {
  const names = isPaired(account)
    ? [account.organisation.name, account.displayName, account.signInName, account.ownName]
    : [account.issuer, account.label];
  return [...names, account.group, ...(account.tags ?? [])].join(' ');
}
