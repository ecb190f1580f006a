import type { RequestView } from '../../bridge/views.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** The few words that main itself shows: tray and notifications. Pages have their own catalogue. */
export interface DesktopTexts {
  open: string;
  quit: string;
  signIn(application: string): string;
  confirmPairing(organisation: string): string;
  placeUnknown: string;
  onThisNetwork: string;
  waiting(count: number): string;
  tooltip: Record<'idle' | 'offline', string>;
}

/** @param language a BCP 47 tag such as `de-AT` */
export function desktopTexts(language: string): DesktopTexts {
  return language.toLowerCase().startsWith('de') ? de : en;
}

export function requestTitle(request: RequestView, texts: DesktopTexts): string {
  return request.kind === 'pairing' ? texts.confirmPairing(request.organisation.name) : texts.signIn(request.application);
}

/** `Lagos, Nigeria`, or what is known instead. */
export function placeText({ origin, proximity }: RequestView, texts: DesktopTexts, language: string): string {
  if (proximity === 'same-address') return texts.onThisNetwork;
  const country = origin?.country === undefined ? undefined : new Intl.DisplayNames([language], { type: 'region' }).of(origin.country);
  const parts = [origin?.city, country].filter((part) => part !== undefined);
  return parts.length === 0 ? texts.placeUnknown : parts.join(', ');
}
