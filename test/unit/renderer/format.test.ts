import { describe, expect, it } from 'vitest';
import {
  formatCountry,
  formatDay,
  formatDistance,
  formatDuration,
  formatPlace,
  groupFingerprint,
  groupPasscode,
} from '../../../src/renderer/i18n/format.ts';
import { chooseLocale, directionOf, inRegionOf, LANGUAGES } from '../../../src/bridge/language.ts';

const DAY = 86_400_000;

describe('places', () => {
  it('names city and country in the language of the person', () => {
    expect(formatPlace({ city: 'Lagos', country: 'NG' }, 'en')).toBe('Lagos, Nigeria');
    expect(formatPlace({ city: 'Berlin', country: 'de' }, 'de')).toBe('Berlin, Deutschland');
  });

  it('falls back to the region, to the country alone, and to nothing', () => {
    expect(formatPlace({ region: 'Bavaria', country: 'DE' }, 'en')).toBe('Bavaria, Germany');
    expect(formatPlace({ country: 'FR' }, 'en')).toBe('France');
    expect(formatPlace({ address: '10.0.0.1' }, 'en')).toBeUndefined();
    expect(formatPlace(undefined, 'en')).toBeUndefined();
  });

  it('puts them in the order and with the comma of the language', () => {
    expect(formatPlace({ city: 'Lagos', country: 'NG' }, 'ja')).toBe('ナイジェリア、Lagos');
    expect(formatPlace({ city: 'Lagos', country: 'NG' }, 'ar-EG-u-nu-latn')).toBe('\u200F\u2068Lagos\u2069، \u2068نيجيريا\u2069');
  });

  it('shows what is no country code as it came', () => {
    expect(formatCountry('<script>', 'en')).toBe('<script>');
    expect(formatCountry('', 'en')).toBe('');
  });
});

describe('distances', () => {
  it.each([
    [3, '10 km'],
    [27, '30 km'],
    [214, '200 km'],
    [980, '1,000 km'],
    [5214, '5,200 km'],
    [19_987, '20,000 km'],
  ])('rounds %d km as people speak', (km, words) => {
    expect(formatDistance(km, 'en')).toBe(words);
  });

  it.each([
    ['en-US', '3,200 miles'],
    ['en-GB', '3,200 miles'],
    ['de-US', '3.200 Meilen'],
    ['en-IE', '5,200 km'],
    ['ja-JP', '5,200 km'],
    ['fr-FR', '5 200 km'],
    ['ar-EG-u-nu-latn', '5,200 كم'],
  ])('in %s are %s', (locale, words) => {
    expect(
      formatDistance(5214, locale)
        .replaceAll(/[\u00A0\u202F\u200F]/g, ' ')
        .trim(),
    ).toBe(words);
  });

  it('rounds miles as people speak, too', () => {
    expect(formatDistance(3, 'en-US')).toBe('10 miles');
    expect(formatDistance(345, 'en-US')).toBe('200 miles');
  });

  it('writes thousands as the locale does', () => {
    expect(formatDistance(5214, 'de')).toBe('5.200 km');
  });
});

describe('clocks and days', () => {
  it.each([
    [45_000, '45 seconds'],
    [-600_000, '10 minutes'],
    [7_200_000, '2 hours'],
    [5 * DAY, '5 days'],
  ])('says how far a clock is off (%d ms)', (ms, words) => {
    expect(formatDuration(ms, 'en')).toBe(words);
  });

  it('speaks of today and yesterday by the calendar, not by 24 hours', () => {
    const now = new Date(2026, 10, 20, 0, 30).getTime();
    expect(formatDay(now - 20 * 60_000, now, 'en')).toBe('Today');
    expect(formatDay(now - 60 * 60_000, now, 'en')).toBe('Yesterday');
    expect(formatDay(now - 60 * 60_000, now, 'de')).toBe('Gestern');
    expect(formatDay(now - 3 * DAY, now, 'en')).toMatch(/17/);
    expect(formatDay(now - 3 * DAY, now, 'en')).not.toMatch(/2026/);
    expect(formatDay(now - 400 * DAY, now, 'en')).toMatch(/2025/);
  });
});

describe('codes', () => {
  it('groups passcodes and fingerprints', () => {
    expect(groupPasscode('123456')).toBe('123 456');
    expect(groupPasscode('12345678')).toBe('1234 5678');
    expect(groupPasscode('1234567')).toBe('1234567');
    expect(groupFingerprint('NzbLsXh8uD')).toEqual(['NzbL', 'sXh8', 'uD']);
  });
});

describe('chooseLocale', () => {
  it('follows the computer and keeps its region', () => {
    expect(chooseLocale('system', 'de-AT')).toEqual({ language: 'de', locale: 'de-AT' });
    expect(chooseLocale('system', 'en-GB')).toEqual({ language: 'en', locale: 'en-GB' });
  });

  it('is English where there is no catalogue, in the person’s region', () => {
    expect(chooseLocale('system', 'pl-PL')).toEqual({ language: 'en', locale: 'en-PL' });
    expect(chooseLocale('system', 'den')).toEqual({ language: 'en', locale: 'en' });
  });

  it('knows every language by itself and by its scripts and regions', () => {
    for (const language of LANGUAGES) expect(chooseLocale('system', language).language).toBe(language);
    expect(chooseLocale('system', 'es-419')).toEqual({ language: 'es', locale: 'es-419' });
    expect(chooseLocale('system', 'ja-Jpan-JP')).toEqual({ language: 'ja', locale: 'ja-JP' });
  });

  it('writes Arabic from right to left, with the digits of passcodes', () => {
    const { language, locale } = chooseLocale('system', 'ar-EG');
    expect([language, directionOf(language)]).toEqual(['ar', 'rtl']);
    expect(new Intl.NumberFormat(locale).format(1234)).toBe('1,234');
    expect(directionOf('ja')).toBe('ltr');
  });

  it('takes the language that was chosen, whatever the computer speaks', () => {
    expect(chooseLocale('de', 'en-US')).toEqual({ language: 'de', locale: 'de-US' });
    expect(chooseLocale('en', 'en-US')).toEqual({ language: 'en', locale: 'en-US' });
  });

  it('takes the region from the system where the language comes without one', () => {
    expect(inRegionOf('de', 'en-US')).toBe('de-US');
    expect(inRegionOf('en-GB', 'de-DE')).toBe('en-GB');
    expect(inRegionOf('de', 'C')).toBe('de');
    expect(inRegionOf('', 'de-DE')).toBe('');
  });

  it('survives a locale that is none', () => {
    expect(chooseLocale('system', 'en_US.UTF-8')).toEqual({ language: 'en', locale: 'en' });
    expect(chooseLocale('system', '')).toEqual({ language: 'en', locale: 'en' });
  });
});
