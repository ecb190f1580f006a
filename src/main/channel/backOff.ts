import { LIMITS } from '../../protocol/limits.ts';

/**
 * Wait before the next attempt, in ms: full jitter between 0 and a ceiling that doubles from 1 s to 15 s, so that a
 * thousand apps whose verifier restarts do not come back in step.
 * @param failures attempts that failed in a row, from 1
 * @param random in [0, 1)
 */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(LIMITS.reconnectMaximumSeconds, LIMITS.reconnectMinimumSeconds * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling * 1000 * random);
}
