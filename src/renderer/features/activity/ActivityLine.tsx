import { CircleCheck, CircleMinus, CirclePlay, FileWarning, History, type LucideIcon, Monitor, PauseCircle } from 'lucide-react';
import { Fragment } from 'react';
import type { ActivityView } from '../../../bridge/activity.ts';
import { Name } from '../../components/Name.tsx';
import { formatPlace, formatTime } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { OutcomeIcon } from '../requests/OutcomeIcon.tsx';
import { lineDetails, lineTitle } from './activityWords.ts';

/** One line of the history. */
export function ActivityLine({ line }: { line: ActivityView }) {
  const messages = useMessages();
  const { locale } = messages;
  const where = [line.application ?? line.organisation, formatPlace(line.place, locale)];
  const who = [line.subscriber, ...lineDetails(messages, line)];
  return (
    <>
      <LineIcon line={line} />
      <div className="activity-words">
        <strong>{lineTitle(messages, line)}</strong>
        <Parts parts={where} />
        <Parts parts={who} />
      </div>
      <time dateTime={new Date(line.atMs).toISOString()}>{formatTime(line.atMs, locale)}</time>
    </>
  );
}

function Parts({ parts }: { parts: readonly (string | undefined)[] }) {
  const known = parts.filter((part) => part !== undefined && part !== '');
  if (known.length === 0) return null;
  return (
    <span className="activity-detail">
      {known.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && ' · '}
          <Name text={part ?? ''} />
        </Fragment>
      ))}
    </span>
  );
}

const icons = {
  request: History,
  paired: Monitor,
  activated: CircleCheck,
  removed: CircleMinus,
  suspended: PauseCircle,
  resumed: CirclePlay,
  damaged: FileWarning,
} as const satisfies Record<ActivityView['type'], LucideIcon>;

const tones: Partial<Record<ActivityView['type'], string>> = { activated: 'tone-good', resumed: 'tone-good', damaged: 'tone-warning' };

function LineIcon({ line }: { line: ActivityView }) {
  if (line.type === 'request' && line.outcome !== undefined) return <OutcomeIcon outcome={line.outcome} />;
  const Icon = icons[line.type];
  return <Icon className={tones[line.type] ?? 'tone-muted'} size={20} aria-hidden="true" />;
}
