import { CircleQuestionMark } from 'lucide-react';
import { useState } from 'react';
import type { RequestView } from '../../../bridge/views.ts';
import { formatPlace } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { PlaceMap } from './map/PlaceMap.tsx';
import { markersOf } from './markersOf.ts';
import { PlaceWords } from './PlaceWords.tsx';
import { hasOrigin, isSuspicious, proximityWords, requestPlace } from './requestWords.ts';

/** Where the request comes from, as seen from here: on a map, or in words; without a known origin it says just that. */
export function PlacePanel({ request }: { request: RequestView }) {
  const messages = useMessages();
  const { t, locale } = messages;
  const [hasFailed, setHasFailed] = useState(false);
  if (!hasOrigin(request)) return null;
  const markers = markersOf(messages, request);
  if (markers !== undefined && !hasFailed) {
    const label = t('request.map', {
      place: requestPlace(messages, request),
      here: formatPlace(request.here, locale) ?? t('request.hereUnknown'),
      proximity: proximityWords(messages, request),
    });
    return <PlaceMap markers={markers} label={label} isSuspicious={isSuspicious(request)} onFailure={() => setHasFailed(true)} />;
  }
  if (formatPlace(request.origin, locale) !== undefined || request.proximity === 'same-address') return <PlaceWords request={request} />;
  return (
    <section className="places places-warning places-unknown" aria-label={t('request.panel')}>
      <CircleQuestionMark size={22} aria-hidden="true" />
      <p>{t('request.unknownHint')}</p>
    </section>
  );
}
