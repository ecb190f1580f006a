import { ListBox } from 'react-aria-components/ListBox';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { ChooserItem } from './ChooserItem.tsx';
import { differences } from './differences.ts';

export interface RequestChooserProps {
  /** In the order in which they came, so that none moves when another one comes. */
  requests: readonly RequestView[];
  selected: string;
  onSelect: (id: string) => void;
}

/** Several requests side by side: each with what tells it from the others marked, one of them in full beside the list. */
export function RequestChooser({ requests, selected, onSelect }: RequestChooserProps) {
  const { t, locale } = useMessages();
  const open = requests.filter((request) => request.phase === 'open');
  const differing = differences(open);
  const aspects = new Intl.ListFormat(locale).format(differing.map((aspect) => t(`requests.aspect.${aspect}`)));
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
      <ListBox
        className="chooser-list"
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
          <ChooserItem key={request.id} request={request} differing={differing} />
        ))}
      </ListBox>
    </nav>
  );
}
