import type { OutcomeView, RequestView } from '../../../bridge/views.ts';
import { formatPlace } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/useMessages.ts';

/** `Sign-in to Acme VPN`, as plain text. */
export function requestTitle({ t }: Messages, request: RequestView): string {
  return request.kind === 'pairing'
    ? t('requests.pairing', { organisation: request.organisation.name })
    : t('requests.signIn', { application: request.application });
}

/** Where the request comes from, in words; never empty. */
export function requestPlace({ t, locale }: Messages, request: RequestView): string {
  return formatPlace(request.origin, locale) ?? (request.proximity === 'same-address' ? t('request.sameAddress') : t('request.unknown'));
}

/** How near the request is to this computer, in words. */
export function proximityWords({ t, locale, distance }: Messages, request: RequestView): string {
  switch (request.proximity) {
    case 'same-address':
      return t('request.sameAddress');
    case 'near':
      return t('request.near');
    case 'far':
      return request.distanceKm === undefined ? t('request.farUnknown') : t('request.far', { distance: distance(request.distanceKm) });
    case 'unknown':
      return t(formatPlace(request.origin, locale) === undefined ? 'request.unknown' : 'request.distanceUnknown');
  }
}

/** An administrator's pairing has nobody at a page: there is no place to be careful about. */
export function hasOrigin(request: RequestView): boolean {
  return request.kind === 'sign-in' || request.origin !== undefined;
}

/** Far and unknown are set apart, by icon and words as well as by colour. */
export function isSuspicious(request: RequestView): boolean {
  return request.proximity === 'far' || request.proximity === 'unknown';
}

/** `42 s`, and `4:05 min` from two minutes on. */
export function secondsLeft({ t }: Messages, remainingMs: number): string {
  const seconds = Math.ceil(remainingMs / 1000);
  if (seconds < 120) return t('time.seconds', { seconds });
  return t('time.minutes', { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') });
}

/** What was settled, for a heading: `Approved`. */
export function outcomeTitle({ t }: Messages, request: RequestView, outcome: OutcomeView): string {
  return outcome === 'approved' && request.kind === 'pairing' ? t('outcome.approvedPairing') : t(`outcome.${outcome}`);
}
