import type { RequestView } from '../../../bridge/views.ts';
import { useWindowedList } from '../../components/useWindowedList.ts';
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

const ITEM_PX = 86;
const GAP_PX = 6;

/** Several requests side by side: each with what tells it from the others marked, one of them in full beside the list. However many come, only those in sight are drawn. */
export function RequestChooser({ requests, selected, onSelect }: RequestChooserProps) {
  const { t, locale } = useMessages();
  const open = requests.filter((request) => request.phase === 'open');
  const arrival = useArrival();
  const differing = differences(open);
  const aspects = new Intl.ListFormat(locale).format(differing.map((aspect) => t(`requests.aspect.${aspect}`)));
  const { listProps, innerProps, rows } = useWindowedList({
    role: 'listbox',
    items: requests,
    current: selected,
    onSelect,
    estimatedPx: ITEM_PX,
    gapPx: GAP_PX,
  });
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
      <div {...listProps} className="chooser-list" aria-labelledby="chooser-title">
        <div {...innerProps}>
          {rows.map(({ item: request, props }) => (
            <div key={request.id} {...props} className="chooser-item">
              <ChooserItem request={request} endsAtMs={arrival + request.remainingMs} differing={differing} />
            </div>
          ))}
        </div>
      </div>
    </nav>
  );
}
