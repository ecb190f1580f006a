import type { PasscodeView } from '../../bridge/views.ts';
import { passcodeAt, type ShownPasscode, untilNextStep } from './countdown.ts';
import { useElapsed, useRedrawIn } from './useRemaining.ts';

/** The passcode to show right now, redrawn every second. */
export function usePasscode(passcode: PasscodeView | undefined): ShownPasscode | undefined {
  const elapsed = useElapsed();
  const shown = passcode === undefined ? undefined : passcodeAt(passcode, elapsed);
  useRedrawIn(shown === undefined ? undefined : untilNextStep(shown.remainingMs, 1000));
  return shown;
}
