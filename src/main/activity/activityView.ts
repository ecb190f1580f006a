import type { ActivityView } from '../../bridge/activity.ts';
import type { Activity } from './Activity.ts';

/** The line as a page may see it. */
export function activityView({ account: _, ...line }: Activity): ActivityView {
  return line;
}
