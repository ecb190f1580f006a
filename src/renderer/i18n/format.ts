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
  return parts.filter((part) => part !== undefined && part !== '').join(', ') || undefined;
}

/** Rounded as people speak: to 10 km, from 200 km to 50 km, from 1,000 km to 100 km. */
export function formatDistance(km: number, locale: string): string {
  const step = km >= 1000 ? 100 : km >= 200 ? 50 : 10;
  const rounded = Math.max(step, Math.round(km / step) * step);
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilometer' }).format(rounded);
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
