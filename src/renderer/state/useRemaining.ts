import { useEffect, useState } from 'react';
import { useArrival } from './ArrivalContext.ts';
import { untilNextStep } from './countdown.ts';

/** What is left now of `remainingMs` at the view's arrival, never below 0; the component is drawn again at every step. */
export function useRemaining(remainingMs: number, stepMs = 1000): number {
  return Math.max(0, remainingMs - useElapsed((elapsed) => untilNextStep(remainingMs - elapsed, stepMs)));
}

/**
 * Milliseconds since the view arrived. `nextIn` says after how many more the component is to be drawn again; undefined
 * for not at all.
 */
function useElapsed(nextIn: (elapsedMs: number) => number | undefined): number {
  const arrival = useArrival();
  const [now, setNow] = useState(arrival);
  // A view that came after the last tick begins anew.
  const drawnAt = Math.max(now, arrival);
  const next = nextIn(drawnAt - arrival);
  const dueAt = next === undefined ? undefined : drawnAt + next;
  useEffect(() => {
    if (dueAt === undefined) return undefined;
    // A timer may fire a little early; one more millisecond puts the step surely behind us.
    const timer = setTimeout(() => setNow(performance.now()), Math.max(0, dueAt - performance.now()) + 1);
    return () => clearTimeout(timer);
  }, [dueAt]);
  return drawnAt - arrival;
}
