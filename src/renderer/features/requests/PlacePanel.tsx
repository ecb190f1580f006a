import { CircleQuestionMark, MapPin, Monitor } from 'lucide-react';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { formatDistance, formatPlace } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { hasOrigin, isSuspicious } from './requestWords.ts';

/** This computer's place and the requester's, with what lies between; without a known origin it says just that. */
export function PlacePanel({ request }: { request: RequestView }) {
  const { t, locale } = useMessages();
  if (!hasOrigin(request)) return null;
  const origin = formatPlace(request.origin, locale);
  const here = formatPlace(request.here, locale);
  const tone = isSuspicious(request) ? 'places places-warning' : 'places';
  if (origin === undefined && request.proximity !== 'same-address') {
    return (
      <section className={`${tone} places-unknown`} aria-label={t('request.panel')}>
        <CircleQuestionMark size={22} aria-hidden="true" />
        <p>{t('request.unknownHint')}</p>
      </section>
    );
  }
  const sameNetwork = t('request.sameAddress');
  return (
    <section className={tone} aria-label={t('request.panel')}>
      <div className="place">
        <Monitor size={20} aria-hidden="true" />
        <span className="place-role">{t('request.thisComputer')}</span>
        <Name text={here ?? (request.proximity === 'same-address' ? sameNetwork : t('request.hereUnknown'))} />
      </div>
      <div className="place-between">
        {request.distanceKm !== undefined && request.proximity !== 'same-address' && (
          <span>{formatDistance(request.distanceKm, locale)}</span>
        )}
      </div>
      <div className="place place-origin">
        <MapPin size={20} aria-hidden="true" />
        <span className="place-role">{t(request.kind === 'pairing' ? 'request.requesterPairing' : 'request.requester')}</span>
        <Name text={origin ?? sameNetwork} />
      </div>
    </section>
  );
}
