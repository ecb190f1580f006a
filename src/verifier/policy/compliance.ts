import type { Proximity } from '../../protocol/messages/request.ts';
import type { MatchType, PolicyTable } from './policyTable.ts';

export type ComplianceReason = 'match-choice' | 'match-none';

export interface Compliance {
  /** Whether it meets SP 800-63B-4 section 3.1.3 for out-of-band authenticators. */
  sp80063b4: boolean;
  reasons: ComplianceReason[];
}

/** The person must carry the number over by hand: a choice of three, or none at all, invites approving without looking. */
export function complianceOf(match: MatchType): Compliance {
  return match === 'entry' ? { sp80063b4: true, reasons: [] } : { sp80063b4: false, reasons: [`match-${match}`] };
}

/** Of each row. */
export function complianceOfTable(table: PolicyTable): Record<Proximity, Compliance> {
  return {
    'same-address': complianceOf(table['same-address'].match),
    near: complianceOf(table.near.match),
    far: complianceOf(table.far.match),
    unknown: complianceOf(table.unknown.match),
  };
}
