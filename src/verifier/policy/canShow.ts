import type { Capability } from '../../protocol/messages/attach.ts';
import type { UserVerificationRequirement } from '../../protocol/messages/common.ts';

/** Whether a device can show such a request. Every device shows requests with a number to type; the rest it must have told. */
export function canShow(
  supports: readonly Capability[] | null,
  match: 'entry' | 'choice' | 'none',
  userVerification: UserVerificationRequirement,
): boolean {
  const told = new Set(supports);
  if (match !== 'entry' && !told.has(`match:${match}`)) return false;
  return userVerification !== 'required' || told.has('verify:pin') || told.has('verify:platform');
}
