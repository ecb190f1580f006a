import type { ActivityView } from '../../../bridge/activity.ts';
import type { Messages } from '../../i18n/useMessages.ts';

/** What happened, in a few words: `Approved`, `Paired this computer`. */
export function lineTitle({ t }: Messages, line: ActivityView): string {
  return line.type === 'request' && line.outcome !== undefined ? t(`activity.${line.outcome}`) : t(`activity.${line.type}`);
}

/** How the person decided: what the outcome does not say already, and by what they proved themselves. */
export function lineDetails({ t }: Messages, { decision, outcome, method }: ActivityView): string[] {
  const details: string[] = [];
  if (decision !== undefined && outcome !== undefined && saysNothingOfThePerson.has(outcome)) details.push(t(`activity.you.${decision}`));
  if (decision === 'approve' && method !== undefined && method.match !== 'none') details.push(t(`activity.number.${method.match}`));
  if (method !== undefined && method.userVerification !== 'none') details.push(t(`activity.verified.${method.userVerification}`));
  if (method?.by === 'notification') details.push(t('activity.byNotification'));
  return details;
}

const saysNothingOfThePerson: ReadonlySet<ActivityView['outcome']> = new Set(['expired', 'cancelled', 'elsewhere', 'unknown']);
