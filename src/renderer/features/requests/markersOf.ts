import type { PlaceView, RequestView } from '../../../bridge/views.ts';
import { formatPlace } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/useMessages.ts';
import type { Spot } from './map/frame.ts';
import type { Marker } from './map/PlaceMap.tsx';

/** What a map of the request would show; undefined where the requester's spot is not known. */
export function markersOf({ t, locale }: Messages, request: RequestView): readonly [Marker, ...Marker[]] | undefined {
  const here = spotOf(request.here);
  const origin = spotOf(request.origin);
  if (request.proximity === 'same-address') {
    const both = here ?? origin;
    return both === undefined ? undefined : [{ spot: both, label: t('request.sameAddress'), kind: 'both' }];
  }
  if (origin === undefined) return undefined;
  const label = request.origin?.city ?? formatPlace(request.origin, locale) ?? t('request.requester');
  const marker: Marker = { spot: origin, label, kind: 'origin' };
  return here === undefined ? [marker] : [{ spot: here, label: t('request.thisComputer'), kind: 'here' }, marker];
}

function spotOf(place: PlaceView | undefined): Spot | undefined {
  return place?.latitude === undefined || place.longitude === undefined ? undefined : [place.longitude, place.latitude];
}
