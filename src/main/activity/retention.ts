import type { Retention } from '../../bridge/activityNames.ts';

const DAY_MS = 86_400_000;

const DAYS: Record<Retention, number> = { forever: Infinity, '1-year': 365, '90-days': 90, '30-days': 30, nothing: 0 };

/** Lines from before this moment, ms since the epoch, are not kept. */
export function keptFromMs(retention: Retention, nowMs: number): number {
  return retention === 'nothing' ? Infinity : nowMs - DAYS[retention] * DAY_MS;
}
