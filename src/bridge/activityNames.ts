/*
 * The words of the history and its limits, for both sides. They stand apart from the schemas, so that pages load no zod.
 */

export const ACTIVITY_TYPES = ['request', 'paired', 'activated', 'removed', 'suspended', 'resumed', 'damaged'] as const;
export const OUTCOMES = ['approved', 'denied', 'mismatch', 'reported', 'expired', 'cancelled', 'elsewhere', 'missed', 'unknown'] as const;

/** What a person filters by; each stands for the types that belong together. */
export const ACTIVITY_KINDS = ['requests', 'pairings', 'removals', 'pauses'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** How long lines are kept; `forever` means up to the 10,000 newest. */
export const RETENTIONS = ['forever', '1-year', '90-days', '30-days', 'nothing'] as const;
export type Retention = (typeof RETENTIONS)[number];

export const LINES_KEPT = 10_000;
export const LINES_PER_PAGE = 200;
