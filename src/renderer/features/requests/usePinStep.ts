import { useState } from 'react';
import type { ErrorCode } from '../../../bridge/errors.ts';

/** Answers of main after which the person types the PIN of Deskfob, or types it again. */
const ASKS_PIN: ReadonlySet<ErrorCode> = new Set(['pin-required', 'pin-wrong', 'pin-throttled', 'pin-blocked']);

export interface PinStep {
  isAsked: boolean;
  pin: string;
  readonly setPin: (pin: string) => void;
  readonly ask: () => void;
}

/** Whether an approval stands at its PIN: once main has asked for it, until the request is over. */
export function usePinStep(error: ErrorCode | undefined): PinStep {
  const [isAsked, setAsked] = useState(false);
  const [pin, setPin] = useState('');
  if (!isAsked && error !== undefined && ASKS_PIN.has(error)) setAsked(true);
  return { isAsked, pin, setPin, ask: () => setAsked(true) };
}
