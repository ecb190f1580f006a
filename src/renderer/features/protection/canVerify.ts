import type { VerificationView } from '../../../bridge/protection.ts';

/** Whether somebody can be verified here: without that, nothing could be unlocked again. */
export function canVerify({ system, pin }: VerificationView): boolean {
  return pin.state !== 'none' || (system !== undefined && system.unavailable === undefined);
}
