import { useMemo } from 'react';
import type { AnyAccount } from './anyAccount.ts';

/** One account as a virtualised list knows it. */
export interface Row {
  readonly id: string;
}

/** The same rows again for as long as the ids, in which there is no blank, are the same. */
export function useRows(accounts: readonly AnyAccount[]): readonly Row[] {
  const all = accounts.map(({ id }) => id).join(' ');
  return useMemo(
    () =>
      all
        .split(' ')
        .filter((id) => id !== '')
        .map((id) => ({ id })),
    [all],
  );
}
