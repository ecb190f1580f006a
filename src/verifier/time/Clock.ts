/** The one source of time, so that a test can hold it. */
export interface Clock {
  /** What this computer shows, in ms since the epoch. Counts for every rule, and may be set. */
  nowMs(): number;
  /** Never jumps and never runs backwards. */
  monotonicMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

/** NumericDate (RFC 7519 section 2) of an instant in ms. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
