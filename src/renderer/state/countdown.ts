import type { PasscodeView } from '../../bridge/views.ts';

/** How long until `remainingMs`, shown in whole steps and rounded up, shows the next smaller step; undefined once it is over. */
export function untilNextStep(remainingMs: number, stepMs: number): number | undefined {
  if (remainingMs <= 0 || !Number.isFinite(remainingMs)) return undefined;
  return remainingMs - (Math.ceil(remainingMs / stepMs) - 1) * stepMs;
}

export interface ShownPasscode {
  code: string;
  remainingMs: number;
  periodMs: number;
  /** Given in the last seconds of the code, so that nobody has to wait for it. */
  next?: string;
}

const SHOW_NEXT_MS = 5000;

/**
 * What to show of a passcode `elapsedMs` after it arrived. The next code takes over by itself when a newer one is late;
 * after that nothing is known any more.
 */
export function passcodeAt(passcode: PasscodeView, elapsedMs: number): ShownPasscode | undefined {
  const { current, next, periodMs } = passcode;
  const remainingMs = passcode.remainingMs - elapsedMs;
  if (remainingMs > SHOW_NEXT_MS) return { code: current, remainingMs, periodMs };
  if (remainingMs > 0) return { code: current, remainingMs, periodMs, next };
  if (remainingMs > -periodMs) return { code: next, remainingMs: remainingMs + periodMs, periodMs };
  return undefined;
}
