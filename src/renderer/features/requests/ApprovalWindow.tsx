import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { AppView } from '../../../bridge/views.ts';
import { Hint } from '../../components/Hint.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { chooseRequest } from './chooseRequest.ts';
import { RequestChooser } from './RequestChooser.tsx';
import { RequestDetail } from './RequestDetail.tsx';

/** The window that comes up over others: one request in full, and the list of all when there are several. */
export function ApprovalWindow({ view }: { view: AppView }) {
  const { t } = useMessages();
  const [previous, setPrevious] = useState<{ id?: string; asked?: string }>({});
  const choice = chooseRequest(previous, view.requests, view.shownRequestId);
  if (choice.id !== previous.id || choice.asked !== previous.asked) setPrevious(choice);
  const request = view.requests.find(({ id }) => id === choice.id);
  if (request === undefined) {
    return (
      <main className="request">
        <Hint icon={<CircleCheck size={40} className="tone-muted" aria-hidden="true" />} title={t('requests.none')} whole>
          <p>{t('requests.noneHint')}</p>
        </Hint>
      </main>
    );
  }
  const show = (id: string) => setPrevious({ ...choice, id });
  const next = view.requests.find(({ id, phase }) => id !== request.id && phase === 'open');
  return (
    <div className="approval">
      {view.requests.length > 1 && <RequestChooser requests={view.requests} selected={request.id} onSelect={show} />}
      <RequestDetail key={request.id} request={request} onNext={next === undefined ? undefined : () => show(next.id)} />
    </div>
  );
}
