import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { outcomeTitle, requestPlace, requestTitle, secondsLeft } from './requestWords.ts';

/** Several requests at once: each with what tells it from the others, one of them on show below. */
export function RequestChooser({
  requests,
  selected,
  onSelect,
}: {
  requests: readonly RequestView[];
  selected: string;
  onSelect: (id: string) => void;
}) {
  const messages = useMessages();
  const { t } = messages;
  const waiting = requests.filter((request) => request.phase === 'open').length;
  return (
    <nav className="chooser" aria-labelledby="chooser-title">
      <p className="chooser-title" id="chooser-title">
        <strong>{t('requests.count', { count: waiting })}</strong> <span>{t('requests.countHint')}</span>
      </p>
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
          <ListBoxItem key={request.id} id={request.id} className="chooser-item" textValue={requestTitle(messages, request)}>
            <span className="chooser-label">
              <Name text={requestTitle(messages, request)} />
            </span>
            <span className="chooser-detail">
              <Name text={requestPlace(messages, request)} />
              {request.origin?.client !== undefined && (
                <>
                  {' · '}
                  <Name text={request.origin.client} />
                </>
              )}
            </span>
            <span className="chooser-left">
              <State request={request} />
            </span>
          </ListBoxItem>
        ))}
      </ListBox>
    </nav>
  );
}

function State({ request }: { request: RequestView }) {
  const messages = useMessages();
  const left = useRemaining(request.remainingMs);
  if (request.outcome !== undefined) return outcomeTitle(messages, request, request.outcome);
  if (request.phase === 'sending') return messages.t('requests.sending');
  return left > 0 ? secondsLeft(messages, left) : messages.t('requests.missed');
}
