import { Collection, GridList, GridListHeader, GridListItem, GridListLoadMoreItem, GridListSection } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { ActivityView } from '../../../bridge/activity.ts';
import { formatDay } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { useNow } from '../../state/useNow.ts';
import { ActivityLine } from './ActivityLine.tsx';
import { lineTitle } from './activityWords.ts';
import { type Day, groupByDay } from './groupByDay.ts';

const layout = { estimatedRowSize: 66, estimatedHeadingSize: 34, loaderSize: 1 };

/** Newest first, by day. Only what is in sight is in the document, however long the list is. */
export function ActivityList({ lines, isLoading, onMore }: { lines: readonly ActivityView[]; isLoading: boolean; onMore: () => void }) {
  const messages = useMessages();
  const { t, locale } = messages;
  const now = useNow();
  return (
    <Virtualizer layout={ListLayout} layoutOptions={layout}>
      <GridList className="activity-list" aria-label={t('activity.title')} selectionMode="none">
        <Collection items={groupByDay(lines)}>
          {(day) => (
            <GridListSection id={day.entries[0]?.id ?? ''} className="activity-day">
              <GridListHeader className="activity-heading">{formatDay(day.atMs, now, locale)}</GridListHeader>
              <Collection items={day.entries}>
                {(line) => (
                  <GridListItem id={`line.${line.id}`} className={rowClass(day, line)} textValue={lineTitle(messages, line)}>
                    <ActivityLine line={line} />
                  </GridListItem>
                )}
              </Collection>
            </GridListSection>
          )}
        </Collection>
        <GridListLoadMoreItem onLoadMore={onMore} isLoading={isLoading} />
      </GridList>
    </Virtualizer>
  );
}

/** The lines of a day look like one panel. */
function rowClass({ entries }: Day, line: ActivityView): string {
  const first = line === entries[0] ? ' activity-row-first' : '';
  const last = line === entries.at(-1) ? ' activity-row-last' : '';
  return `activity-row${first}${last}`;
}
