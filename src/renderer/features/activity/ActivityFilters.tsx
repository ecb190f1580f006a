import { Search, X } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Input, SearchField } from 'react-aria-components/SearchField';
import type { ActivityFilter } from '../../../bridge/activity.ts';
import { ACTIVITY_KINDS } from '../../../bridge/activityNames.ts';
import { Picker } from '../../components/Picker.tsx';
import { useMessages } from '../../i18n/useMessages.ts';

/** What ran out is found as missed, so `expired` is no choice of its own. */
const outcomes = ['approved', 'denied', 'mismatch', 'reported', 'missed', 'elsewhere', 'cancelled', 'unknown'] as const;

/** No name of an organisation is empty. */
const ALL = '';

/** Narrows the history: by words, by what happened, by how it ended, by organisation where there are several. */
export function ActivityFilters({
  filter,
  organisations,
  onChange,
}: {
  filter: ActivityFilter;
  organisations: readonly string[];
  onChange: (filter: ActivityFilter) => void;
}) {
  const { t } = useMessages();
  const { kind, outcome, organisation, search } = filter;
  const change = <K extends keyof ActivityFilter>(name: K, value: ActivityFilter[K] | typeof ALL) => {
    const { [name]: _, ...rest } = filter;
    onChange({ search, ...rest, ...(value !== ALL || name === 'search' ? { [name]: value } : {}) });
  };
  return (
    <div className="activity-filters">
      <SearchField
        className="search"
        aria-label={t('activity.search')}
        value={search}
        onChange={(value) => change('search', value)}
        maxLength={200}
      >
        <Search size={16} aria-hidden="true" />
        <Input className="search-input" placeholder={t('activity.search')} />
        <Button className="icon-button search-clear" aria-label={t('authentication.searchClear')}>
          <X size={16} aria-hidden="true" />
        </Button>
      </SearchField>
      <div className="activity-pickers">
        <Picker
          compact
          label={t('activity.filterKind')}
          value={kind ?? ALL}
          options={[
            { value: ALL, label: t('activity.kind.all') },
            ...ACTIVITY_KINDS.map((value) => ({ value, label: t(`activity.kind.${value}`) })),
          ]}
          onChange={(value) => change('kind', value)}
        />
        <Picker
          compact
          label={t('activity.filterOutcome')}
          value={outcome ?? ALL}
          options={[
            { value: ALL, label: t('activity.outcome.all') },
            ...outcomes.map((value) => ({ value, label: t(`activity.${value}`) })),
          ]}
          onChange={(value) => change('outcome', value)}
        />
        {(organisations.length > 1 || organisation !== undefined) && (
          <Picker
            compact
            label={t('activity.filterOrganisation')}
            value={organisation ?? ALL}
            options={[{ value: ALL, label: t('activity.organisation.all') }, ...organisations.map((value) => ({ value, label: value }))]}
            onChange={(value) => change('organisation', value)}
          />
        )}
      </div>
    </div>
  );
}
