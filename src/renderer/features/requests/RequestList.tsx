import { useEffect, useRef, useState } from 'react';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { RequestCard } from './RequestCard.tsx';
import { requestPlace, requestTitle, secondsLeft } from './requestWords.ts';

/** The open requests above the accounts; a new one is spoken by screen readers. */
export function RequestList({ requests }: { requests: readonly RequestView[] }) {
  const { t } = useMessages();
  const arrived = useArrivals(requests);
  return (
    <>
      <output className="visually-hidden">{arrived}</output>
      {requests.length > 0 && (
        <ul className="request-list" aria-label={t('requests.open')}>
          {requests.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
        </ul>
      )}
    </>
  );
}

function useArrivals(requests: readonly RequestView[]): string {
  const messages = useMessages();
  const known = useRef(new Set<string>());
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    const fresh = requests.filter((request) => request.phase === 'open' && !known.current.has(request.id));
    if (fresh.length === 0) return;
    for (const request of fresh) known.current.add(request.id);
    const words = fresh.map((request) =>
      messages.t('requests.arrived', {
        title: requestTitle(messages, request),
        place: requestPlace(messages, request),
        time: secondsLeft(messages, request.remainingMs),
      }),
    );
    setAnnouncement(words.join(' '));
  }, [requests, messages]);
  return announcement;
}
