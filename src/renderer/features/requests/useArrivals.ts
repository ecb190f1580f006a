import { useEffect, useRef, useState } from 'react';
import type { RequestView } from '../../../bridge/views.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { requestPlace, requestTitle, secondsLeft } from './requestWords.ts';

/** More is not listened to; the window tells how many there are. */
const MOST_SPOKEN = 3;

/** What a live region says of requests that have just come. */
export function useArrivals(requests: readonly RequestView[]): string {
  const messages = useMessages();
  const known = useRef(new Set<string>());
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    const fresh = requests.filter((request) => request.phase === 'open' && !known.current.has(request.id));
    if (fresh.length === 0) return;
    for (const request of fresh) known.current.add(request.id);
    const words = fresh.slice(0, MOST_SPOKEN).map((request) =>
      messages.t('requests.arrived', {
        title: requestTitle(messages, request),
        place: requestPlace(messages, request),
        time: secondsLeft(messages, request.remainingMs),
      }),
    );
    if (fresh.length > MOST_SPOKEN) words.push(messages.t('requests.more', { count: fresh.length - MOST_SPOKEN }));
    setAnnouncement(words.join(' '));
  }, [requests, messages]);
  return announcement;
}
