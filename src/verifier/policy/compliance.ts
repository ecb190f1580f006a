export type ComplianceReason = 'match-choice' | 'match-none';

export interface Compliance {
  /** Whether the transaction meets SP 800-63B-4 section 3.1.3 for out-of-band authenticators. */
  sp80063b4: boolean;
  reasons: ComplianceReason[];
}

/** The person must carry the number over by hand: a choice of three, or none at all, invites approving without looking. */
export function complianceOf(match: 'entry' | 'choice' | 'none'): Compliance {
  return match === 'entry' ? { sp80063b4: true, reasons: [] } : { sp80063b4: false, reasons: [`match-${match}`] };
}
