import type { PasscodeView } from '../../bridge/views.ts';
import { passcodeAt, type ShownPasscode, untilNextStep } from './countdown.ts';
import { useElapsed } from './useRemaining.ts';

/** The passcode to show right now, redrawn every second; undefined without one, or when nothing newer came for too long. */
export function usePasscode(passcode: PasscodeView | undefined): ShownPasscode | undefined {
  const shownAt = (elapsed: number) => (passcode === undefined ? undefined : passcodeAt(passcode, elapsed));
  const elapsed = useElapsed((after) => untilNextStep(shownAt(after)?.remainingMs ?? 0, 1000));
  return shownAt(elapsed);
}
