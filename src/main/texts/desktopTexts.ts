import { chooseLocale, type Language } from '../../bridge/language.ts';
import type { RequestView } from '../../bridge/views.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { shownText } from './shownText.ts';

/** The few words that main itself shows: tray and notifications. Pages have their own catalogue. */
export interface DesktopTexts {
  open: string;
  quit: string;
  signIn(application: string): string;
  confirmPairing(organisation: string): string;
  placeUnknown: string;
  place(city: string, country: string): string;
  onThisNetwork: string;
  waiting(count: number): string;
  tooltip: Record<'idle' | 'offline' | 'locked', string>;
  /** Of requests and buttons in notifications. */
  far: string;
  review: string;
  approve: string;
  approveMore: string;
  deny: string;
  later: string;
  /** While the app is locked. */
  somethingWaits: string;
  unlockToSee: string;
  unlock: string;
  /** In the tray's menu. */
  copyPasscode(account: string): string;
  lock: string;
  /**
   * What the operating system says it asks for. macOS puts its own words before ("Deskfob is trying to …"), so they begin
   * like the middle of a sentence.
   */
  verify: {
    signIn(application: string, person: string): string;
    pairing(organisation: string, person: string): string;
    unlock: string;
    change: string;
    pin: string;
    export: string;
    code: string;
  };
  /** Asked by main itself, where no page may give the answer. */
  ask: { setPin: Question; removeAll: Question; export: Question; code: Question };
}

export interface Question {
  message: string;
  detail: string;
  yes: string;
  no: string;
}

const TEXTS: Readonly<Record<Language, DesktopTexts>> = { en, de, ar, fr, es, ja };

/** @param language a BCP 47 tag such as `de-AT` */
export function desktopTexts(language: string): DesktopTexts {
  return TEXTS[chooseLocale('system', language).language];
}

export function requestTitle(request: RequestView, texts: DesktopTexts): string {
  return request.kind === 'pairing'
    ? texts.confirmPairing(shownText(request.organisation.name))
    : texts.signIn(shownText(request.application));
}

/** `Lagos, Nigeria`, or what is known instead. */
export function placeText({ origin, proximity }: RequestView, texts: DesktopTexts, language: string): string {
  if (proximity === 'same-address') return texts.onThisNetwork;
  const country = origin?.country === undefined ? undefined : new Intl.DisplayNames([language], { type: 'region' }).of(origin.country);
  const city = origin?.city === undefined ? undefined : shownText(origin.city);
  if (city !== undefined && country !== undefined) return texts.place(city, country);
  return city ?? country ?? texts.placeUnknown;
}
