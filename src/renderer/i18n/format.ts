import type { PlaceView } from '../../bridge/views.ts';

/** `NG` → `Nigeria`; what is no country code is shown as it came. */
export function formatCountry(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** `Lagos, Nigeria`; undefined when neither city nor region nor country is known. */
export function formatPlace(place: PlaceView | undefined, locale: string): string | undefined {
  const parts = [place?.city ?? place?.region, place?.country === undefined ? undefined : formatCountry(place.country, locale)];
  const [small, large] = parts.filter((part) => part !== undefined && part !== '');
  if (small === undefined || large === undefined) return small;
  switch (new Intl.Locale(locale).language) {
    case 'ja':
      return `${large}、${small}`;
    case 'ar':
      // The whole runs from right to left (RLM), and each name as it does by itself (FSI, PDI).
      return `\u200F\u2068${small}\u2069، \u2068${large}\u2069`;
    default:
      return `${small}, ${large}`;
  }
}

/** Where roads are measured in miles. */
const MILES: ReadonlySet<string | undefined> = new Set(['US', 'PR', 'VI', 'GU', 'AS', 'MP', 'LR', 'GB', 'GG', 'JE', 'IM']);
const KM_PER_MILE = 1.609344;

/** In the unit of the person's region, rounded as people speak: to 10, from 200 to 50, from 1,000 to 100. */
export function formatDistance(km: number, locale: string): string {
  const [distance, unit] = MILES.has(new Intl.Locale(locale).region) ? [km / KM_PER_MILE, 'mile'] : [km, 'kilometer'];
  const step = distance >= 1000 ? 100 : distance >= 200 ? 50 : 10;
  const rounded = Math.max(step, Math.round(distance / step) * step);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'mile' ? 'long' : 'short' }).format(rounded);
}

/** How far a clock is off, in words: `10 minutes`, `45 seconds`, `3 days`. */
export function formatDuration(ms: number, locale: string): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const [amount, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [seconds / 60, 'minute']
        : seconds < 129_600
          ? [seconds / 3600, 'hour']
          : [seconds / 86_400, 'day'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(amount);
}

/** `07:04`, as the locale writes it. */
export function formatTime(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `07:04:12`: to tell apart what happened within one minute. */
export function formatMoment(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms);
}

/** `07:04`, with the day of the week when that is not today. */
export function formatUntil(ms: number, nowMs: number, locale: string): string {
  const isToday = startOfDay(new Date(ms)) === startOfDay(new Date(nowMs));
  return new Intl.DateTimeFormat(locale, { ...(isToday ? {} : { weekday: 'long' }), hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `12 November 2026` */
export function formatDate(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(ms);
}

/** `Today`, `Yesterday`, `Friday, 20 November`, and with the year when it is another. */
export function formatDay(ms: number, nowMs: number, locale: string): string {
  const day = new Date(ms);
  const now = new Date(nowMs);
  const daysAgo = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000);
  if (daysAgo === 0 || daysAgo === 1)
    return capitalised(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-daysAgo, 'day'), locale);
  const sameYear = day.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(ms);
}

/** `123456` → `123 456`; other lengths stay whole. */
export function groupPasscode(code: string): string {
  return code.length === 6 || code.length === 8 ? `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}` : code;
}

/** Groups of four, so that two people can compare it aloud. */
export function groupFingerprint(fingerprint: string): string[] {
  return fingerprint.match(/[^\s]{1,4}/g) ?? [];
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capitalised(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
