/** The two clocks of a computer and its timers, as a constructor argument, so that a test can hold them. */
export interface Clock {
  /** What the computer shows, in ms since the epoch. May be wrong, and may jump. */
  nowMs(): number;
  /** Never jumps and never runs backwards; may stand still while the computer sleeps. */
  monotonicMs(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (delayMs, run) => {
    // Longer delays than a 32-bit timer holds fire early; whoever waits looks at the clock again anyway.
    const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), 2_147_483_647));
    return () => clearTimeout(timer);
  },
};
