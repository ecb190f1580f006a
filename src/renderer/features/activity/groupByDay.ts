import type { ActivityView } from '../../../bridge/activity.ts';

export interface Day {
  /** The newest moment of the day, ms since the epoch. */
  atMs: number;
  entries: ActivityView[];
}

/** Entries of one local calendar day together, in the order they come (newest first). */
export function groupByDay(entries: readonly ActivityView[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last !== undefined && new Date(last.atMs).toDateString() === new Date(entry.atMs).toDateString()) last.entries.push(entry);
    else days.push({ atMs: entry.atMs, entries: [entry] });
  }
  return days;
}
