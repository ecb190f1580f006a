/** How often a subscriber may be asked. */
export interface AskingLimit {
  most: number;
  withinMs: number;
}

const MINUTE_MS = 60_000;

export const ASKING_LIMITS: readonly AskingLimit[] = [
  { most: 10, withinMs: 10 * MINUTE_MS },
  { most: 30, withinMs: 60 * MINUTE_MS },
];

/**
 * How long to wait until the subscriber may be asked again, in ms; 0 when that is now.
 * @param askedMs when the subscriber was asked, newest first
 */
export function waitBeforeAskingMs(limits: readonly AskingLimit[], askedMs: readonly number[], nowMs: number): number {
  const waits = limits.map(({ most, withinMs }) => {
    const inTheWay = askedMs[most - 1];
    return inTheWay === undefined ? 0 : Math.min(inTheWay + withinMs - nowMs, withinMs);
  });
  return Math.max(0, ...waits);
}
