import { useEffect, useReducer } from 'react';
import { useArrival } from './ArrivalContext.ts';
import { untilNextStep } from './countdown.ts';

/** What is left now of `remainingMs` at the view's arrival, never below 0; the component is drawn again at every step. */
export function useRemaining(remainingMs: number, stepMs = 1000): number {
  const left = Math.max(0, remainingMs - useElapsed());
  useRedrawIn(untilNextStep(left, stepMs));
  return left;
}

/** Milliseconds since the view arrived, at the moment of drawing. */
export function useElapsed(): number {
  return performance.now() - useArrival();
}

/** Draws the component again after so many milliseconds; never when undefined. */
export function useRedrawIn(ms: number | undefined): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (ms === undefined) return undefined;
    // A timer may fire a little early; one more millisecond puts the step surely behind us.
    const timer = setTimeout(redraw, ms + 1);
    return () => clearTimeout(timer);
  });
}
