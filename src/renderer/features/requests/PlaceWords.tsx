import { MapPin, Monitor } from 'lucide-react';
import type { RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { formatPlace } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/useMessages.ts';
import { isSuspicious } from './requestWords.ts';

/** This computer's place and the requester's in words, where no map can be drawn. */
export function PlaceWords({ request }: { request: RequestView }) {
  const { t, locale, distance } = useMessages();
  const sameNetwork = t('request.sameAddress');
  const here = formatPlace(request.here, locale);
  return (
    <section className={isSuspicious(request) ? 'places places-warning' : 'places'} aria-label={t('request.panel')}>
      <div className="place">
        <Monitor size={20} aria-hidden="true" />
        <span className="place-role">{t('request.thisComputer')}</span>
        <Name text={here ?? (request.proximity === 'same-address' ? sameNetwork : t('request.hereUnknown'))} />
      </div>
      <div className="place-between">
        {request.distanceKm !== undefined && request.proximity !== 'same-address' && <span>{distance(request.distanceKm)}</span>}
      </div>
      <div className="place place-origin">
        <MapPin size={20} aria-hidden="true" />
        <span className="place-role">{t(request.kind === 'pairing' ? 'request.requesterPairing' : 'request.requester')}</span>
        <Name text={formatPlace(request.origin, locale) ?? sameNetwork} />
      </div>
    </section>
  );
}
