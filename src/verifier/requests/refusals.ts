import { LIMITS } from '../../protocol/limits.ts';
import { type AskingLimit, waitBeforeAskingMs } from '../policy/askingLimits.ts';
import { isDisabled } from '../subscribers/Subscribers.ts';
import { VerifierError } from '../VerifierError.ts';
import type { AskedSubscriber } from './AskStatements.ts';

/**
 * Why the subscriber must not be asked now, whatever by. Until the subscriber's next turn time alone can only take the
 * reason away: whoever may be asked by what was read may also be asked when it is written.
 */
export function refusalToAsk(asked: AskedSubscriber, limits: readonly AskingLimit[], nowMs: number): VerifierError | undefined {
  const { disabled, openSignIns, askedMs } = asked;
  if (disabled) return isDisabled();
  const waitMs = waitBeforeAskingMs(limits, askedMs, nowMs);
  if (waitMs > 0)
    return new VerifierError('asked-too-often', 'The subscriber was asked too often of late. Try again later.', Math.ceil(waitMs / 1000));
  if (openSignIns >= LIMITS.openTransactionsPerSubscriber)
    return new VerifierError('too-many-open', 'The subscriber has as many open requests as are allowed.');
  return undefined;
}

export function noAccount(): VerifierError {
  return new VerifierError('no-account', 'The subscriber has no device that can be asked.');
}
