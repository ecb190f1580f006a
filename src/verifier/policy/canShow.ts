import type { Capability } from '../../protocol/messages/attach.ts';
import type { RequestPolicy } from './policyTable.ts';

/** Whether a device can show such a request. Every device shows requests with a number to type; the rest it must have told. */
export function canShow(supports: readonly Capability[] | null, { match, userVerification }: RequestPolicy): boolean {
  const told = new Set(supports);
  if (match !== 'entry' && !told.has(`match:${match}`)) return false;
  return userVerification !== 'required' || told.has('verify:pin') || told.has('verify:platform');
}
