import { type AnyAccount, isPaired } from '../authentication/anyAccount.ts';
import { isDead } from '../authentication/accountState.ts';

/** What removing accounts of both kinds comes to. */
export interface Removal {
  /** The organisations that are told, with how many accounts each. */
  readonly told: readonly { readonly organisation: string; readonly count: number }[];
  /** Accounts that their organisation is told of. */
  readonly living: number;
  /** Entries that no longer work. */
  readonly dead: number;
  /** Accounts of sites, which can be brought back for a while. */
  readonly plain: number;
}

export function removalOf(selected: readonly AnyAccount[]): Removal {
  const paired = selected.filter(isPaired);
  const living = paired.filter(({ state }) => !isDead(state));
  const counts = new Map<string, number>();
  for (const { organisation } of living) counts.set(organisation.name, (counts.get(organisation.name) ?? 0) + 1);
  return {
    told: Array.from(counts, ([organisation, count]) => ({ organisation, count })),
    living: living.length,
    dead: paired.length - living.length,
    plain: selected.length - paired.length,
  };
}
