/**
 * How well the best threshold would tell two sets of times apart, by ranks (Mann and Whitney): 0.5 is chance, 1 is certainty. Ranks,
 * because one slow moment of the machine may make one time as long as it likes without changing the result.
 */
export function distinguishability(some: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const a of some) for (const b of others) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const share = wins / (some.length * others.length);
  return Math.max(share, 1 - share);
}
