import { History } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ActivityFilter } from '../../../bridge/activity.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Hint } from '../../components/Hint.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityList } from './ActivityList.tsx';
import { ExportButton } from './ExportButton.tsx';
import { useActivity } from './useActivity.ts';

const EVERYTHING: ActivityFilter = { search: '' };

/** What happened on this computer: searched, filtered, and taken along as a table. */
export function ActivityTab({ revision }: { revision: number }) {
  const { t } = useMessages();
  const [filter, setFilter] = useState(EVERYTHING);
  const { page, error, isLoading, more } = useActivity(filter, revision);
  if (page === undefined) return <ErrorNote error={error} />;
  if (page.kept === 0) {
    return (
      <Hint icon={<History size={40} className="tone-muted" aria-hidden="true" />} title={t('activity.empty')}>
        <p>{t('activity.emptyHint')}</p>
      </Hint>
    );
  }
  return (
    <div className="activity">
      <ActivityFilters filter={filter} organisations={page.organisations} onChange={setFilter} />
      <div className="activity-bar">
        <output>{t('activity.found', { count: page.found })}</output>
        <ExportButton filter={filter} isDisabled={page.found === 0} />
      </div>
      <ErrorNote error={error} />
      {page.found === 0 ? (
        <Hint title={t('activity.noMatch')}>
          <Button className="button" onPress={() => setFilter(EVERYTHING)}>
            {t('activity.showAll')}
          </Button>
        </Hint>
      ) : (
        <ActivityList lines={page.lines} isLoading={isLoading} onMore={more} />
      )}
    </div>
  );
}
