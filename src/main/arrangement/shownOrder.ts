import type { Accounts } from '../accounts/Accounts.ts';
import type { OtpAccounts } from '../otp/OtpAccounts.ts';
import type { Arrangement } from './Arrangement.ts';
import { inOrder } from './order.ts';

export interface ArrangedParts {
  accounts: Accounts;
  otpAccounts: OtpAccounts;
  arrangement: Arrangement;
}

/** The ids of all accounts, of organisations and sites alike: pinned ones first, else in the person's order, and new ones last. */
export function shownOrder({ accounts, otpAccounts, arrangement }: ArrangedParts): string[] {
  const all = [
    ...accounts.all().map(({ recordId }) => ({ id: recordId, isPinned: arrangement.marksOf(recordId).isPinned })),
    ...otpAccounts.all(),
  ];
  const ordered = inOrder(all, ({ id }) => id, arrangement.order);
  return ordered.toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned)).map(({ id }) => id);
}
