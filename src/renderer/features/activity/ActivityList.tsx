import { CircleCheck, CircleMinus, CirclePlay, History, type LucideIcon, Monitor, PauseCircle } from 'lucide-react';
import type { ActivityView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { Name } from '../../components/Name.tsx';
import { formatDay, formatPlace, formatTime } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { useNow } from '../../state/useNow.ts';
import { OutcomeIcon } from '../requests/OutcomeIcon.tsx';
import { groupByDay } from './groupByDay.ts';

/** What happened on this computer, newest first, by day. */
export function ActivityList({ activity }: { activity: readonly ActivityView[] }) {
  const { t, locale } = useMessages();
  const now = useNow();
  if (activity.length === 0) {
    return (
      <Hint icon={<History size={40} className="tone-muted" aria-hidden="true" />} title={t('activity.empty')}>
        <p>{t('activity.emptyHint')}</p>
      </Hint>
    );
  }
  return groupByDay(activity).map((day) => (
    <section className="day" key={day.atMs}>
      <h2>{formatDay(day.atMs, now, locale)}</h2>
      <ul className="activity-list">
        {day.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  ));
}

function Entry({ entry }: { entry: ActivityView }) {
  const { t, locale } = useMessages();
  const outcome = outcomeOf(entry);
  const place = formatPlace(entry.place, locale);
  return (
    <li className="activity-entry">
      <ActivityIcon entry={entry} />
      <div>
        <strong>{outcome === undefined ? t(`activity.${entry.type}`) : t(`activity.${outcome}`)}</strong>
        <span className="activity-detail">
          <Name text={entry.application ?? entry.organisation} />
          {place !== undefined && (
            <>
              {' · '}
              <Name text={place} />
            </>
          )}
        </span>
        <span className="activity-detail">
          <Name text={entry.subscriber} />
        </span>
      </div>
      <time dateTime={new Date(entry.atMs).toISOString()}>{formatTime(entry.atMs, locale)}</time>
    </li>
  );
}

function outcomeOf(entry: ActivityView) {
  return entry.type === 'request' ? entry.outcome : undefined;
}

const icons = {
  request: History,
  paired: Monitor,
  activated: CircleCheck,
  removed: CircleMinus,
  suspended: PauseCircle,
  resumed: CirclePlay,
} as const satisfies Record<ActivityView['type'], LucideIcon>;

function ActivityIcon({ entry }: { entry: ActivityView }) {
  const outcome = outcomeOf(entry);
  if (outcome !== undefined) return <OutcomeIcon outcome={outcome} />;
  const Icon = icons[entry.type];
  return (
    <Icon className={entry.type === 'activated' || entry.type === 'resumed' ? 'tone-good' : 'tone-muted'} size={20} aria-hidden="true" />
  );
}
