/** The one source of time, in ms since the epoch, so that a test can hold it. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** NumericDate (RFC 7519 section 2) of an instant in ms. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
