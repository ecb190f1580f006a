import { passcodeOfStep, stepAt } from '../../protocol/passcode.ts';
import type { AccountSecrets } from '../accounts/Account.ts';

export interface Passcode {
  current: string;
  next: string;
  /** How long `current` stays the current one, ms. */
  remainingMs: number;
  periodMs: number;
}

/** The passcode of this moment and the next one (RFC 6238), by the verifier's time. */
export function passcodeOf({ passcode }: AccountSecrets, verifierNowMs: number): Passcode {
  const step = stepAt(passcode, verifierNowMs);
  const periodMs = passcode.period * 1000;
  return {
    current: passcodeOfStep(passcode, step),
    next: passcodeOfStep(passcode, step + 1),
    remainingMs: (step + 1) * periodMs - verifierNowMs,
    periodMs,
  };
}
