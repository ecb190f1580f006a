import type { Capability } from '../../protocol/messages/attach.ts';
import type { UserVerificationRequirement } from '../../protocol/messages/common.ts';
import type { Match, Place } from '../../protocol/messages/request.ts';
import { canShow } from '../policy/canShow.ts';
import { type MatchType, type PolicyTable, strictestMatch, weakestMatch } from '../policy/policyTable.ts';
import type { AttachableAccount } from '../socket/Whereabouts.ts';
import { planMatch } from './matching.ts';
import type { Nearness } from './nearness.ts';

/** An account that could be asked, with where it is and how near to that the sign-in is. */
export interface LocatedAccount<A extends AttachableAccount = AttachableAccount> {
  account: A;
  here: Place | undefined;
  nearness: Nearness;
}

/** With what it is asked. */
export interface PlannedRequest<A extends AttachableAccount = AttachableAccount> extends LocatedAccount<A> {
  match: Match;
  userVerification: UserVerificationRequirement;
}

export interface RequestPlan<A extends AttachableAccount = AttachableAccount> {
  requests: PlannedRequest<A>[];
  /** What the page shows: the strictest of the requests. */
  matchType: MatchType;
  weakestMatch: MatchType;
  /** For the page, unless no request needs one. */
  number?: string;
}

/**
 * What each account is asked, by the row of the table for its own place. The page shows one number: where one account
 * has to type it, those that might choose have to type it, too. Undefined when no account can show what it would be asked.
 */
export function planRequests<A extends AttachableAccount & { supports: Capability[] | null }>(
  policy: PolicyTable,
  located: readonly LocatedAccount<A>[],
): RequestPlan<A> | undefined {
  const asked = located
    .map((one) => ({ one, row: policy[one.nearness.proximity] }))
    .filter(({ one, row }) => canShow(one.account.supports, row));
  if (asked.length === 0) return undefined;
  const shown = planMatch(strictestMatch(asked.map(({ row }) => row.match)));
  const requests = asked.map(({ one, row: { match, userVerification } }) => ({
    ...one,
    match: match === 'none' ? { type: match } : shown.match,
    userVerification,
  }));
  return {
    requests,
    matchType: shown.match.type,
    weakestMatch: weakestMatch(requests.map(({ match }) => match.type)),
    ...(shown.number !== undefined && { number: shown.number }),
  };
}
