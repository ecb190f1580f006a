import { ListBox } from 'react-aria-components/ListBox';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { useArrival } from '../../state/ArrivalContext.ts';
import { ChooserItem } from './ChooserItem.tsx';
import { differences } from './differences.ts';

export interface RequestChooserProps {
  /** In the order in which they came, so that none moves when another one comes. */
  requests: readonly RequestView[];
  selected: string;
  onSelect: (id: string) => void;
}

/** Of more than these only those in sight are drawn, so that a flood does not freeze the window. */
const MOST_DRAWN = 20;
const LONG_LIST = { estimatedRowSize: 92, gap: 6 };

/** Several requests side by side: each with what tells it from the others marked, one of them in full beside the list. */
export function RequestChooser({ requests, selected, onSelect }: RequestChooserProps) {
  const { t, locale } = useMessages();
  const open = requests.filter((request) => request.phase === 'open');
  const arrival = useArrival();
  const differing = differences(open);
  const aspects = new Intl.ListFormat(locale).format(differing.map((aspect) => t(`requests.aspect.${aspect}`)));
  const isLong = requests.length > MOST_DRAWN;
  const list = (
    <ListBox
      className={isLong ? 'chooser-list chooser-long' : 'chooser-list'}
      aria-labelledby="chooser-title"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (typeof key === 'string') onSelect(key);
      }}
    >
      {requests.map((request) => (
        <ChooserItem key={request.id} request={request} endsAtMs={arrival + request.remainingMs} differing={differing} />
      ))}
    </ListBox>
  );
  return (
    <nav className="chooser" aria-labelledby="chooser-title">
      <p className="chooser-title">
        <strong id="chooser-title">{t('requests.count', { count: open.length })}</strong> <span>{t('requests.countHint')}</span>
      </p>
      {open.length > 1 && (
        <p className="chooser-differences" id="chooser-differences">
          {differing.length > 0 ? t('requests.differ', { aspects }) : t('requests.alike')}
        </p>
      )}
      {isLong ? (
        <Virtualizer layout={ListLayout} layoutOptions={LONG_LIST}>
          {list}
        </Virtualizer>
      ) : (
        list
      )}
    </nav>
  );
}
