import { lazy, Suspense, useMemo, useState } from 'react';
import type { AppView } from '../../../bridge/views.ts';
import { chooseRequest } from './chooseRequest.ts';
import { NothingWaits } from './NothingWaits.tsx';
import { RequestChooser } from './RequestChooser.tsx';
import { RequestDetail } from './RequestDetail.tsx';
import { useArrivals } from './useArrivals.ts';

const LockScreen = lazy(async () => ({ default: (await import('../lock/LockScreen.tsx')).LockScreen }));

/** The window that comes up over others: one request in full, and the list of all when there are several. */
export function ApprovalWindow({ view }: { view: AppView }) {
  const [previous, setPrevious] = useState<{ id?: string; asked?: string }>({});
  const choice = chooseRequest(previous, view.requests, view.shownRequestId);
  const request = view.requests.find(({ id }) => id === choice.id);
  // While the window waits unseen for the next request, nothing of the last one may stay in it.
  const isSeen = request?.approveInMs !== undefined;
  if (isSeen && (choice.id !== previous.id || choice.asked !== previous.asked)) setPrevious(choice);
  const inOrder = useMemo(() => view.requests.toSorted((a, b) => a.askedAtMs - b.askedAtMs || (a.id < b.id ? -1 : 1)), [view.requests]);
  const arrived = useArrivals(view.requests);
  if (view.protection.locked) {
    return (
      <Suspense>
        <LockScreen protection={view.protection} />
      </Suspense>
    );
  }
  if (request === undefined) return <NothingWaits accounts={view.accounts} />;
  const show = (id: string) => setPrevious({ ...choice, id });
  const next = inOrder.find(({ id, phase }) => id !== request.id && phase === 'open');
  return (
    <div className="approval">
      <output className="visually-hidden">{arrived}</output>
      {inOrder.length > 1 && <RequestChooser requests={inOrder} selected={request.id} onSelect={show} />}
      <RequestDetail
        key={request.id}
        request={request}
        account={view.accounts.find(({ id }) => id === request.accountId)}
        hasPin={view.protection.verification.pin.state === 'set'}
        onNext={next === undefined ? undefined : () => show(next.id)}
      />
    </div>
  );
}
