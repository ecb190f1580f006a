import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../src/bridge/language.ts';
import type { RequestView } from '../../../../src/bridge/views.ts';
import { ar } from '../../../../src/main/texts/ar.ts';
import { de } from '../../../../src/main/texts/de.ts';
import { desktopTexts, placeText, requestTitle } from '../../../../src/main/texts/desktopTexts.ts';
import { en } from '../../../../src/main/texts/en.ts';
import { ja } from '../../../../src/main/texts/ja.ts';
import { sampleRequest } from '../support/sampleRequest.ts';

const { origin: _, ...placeless } = sampleRequest;
const view: RequestView = { ...placeless, proximity: 'far' };

/** Every text as it is read, and the names of those that take something with it filled in. */
function wordsOf(texts: object, path: readonly string[] = []): Record<string, string> {
  const words = Object.entries(texts).flatMap(([name, text]: [string, unknown]): [string, string][] => {
    const full = [...path, name];
    if (typeof text === 'string') return [[full.join('.'), text]];
    if (typeof text === 'object' && text !== null) return Object.entries(wordsOf(text, full));
    const filled = (text as (...values: (string | number)[]) => string)(name === 'waiting' ? 7 : 'ACME', 'OTHER');
    return [[full.join('.'), filled]];
  });
  return Object.fromEntries(words);
}

describe('desktopTexts', () => {
  it('speaks the language of the computer, and English where it has no other', () => {
    for (const language of ['de', 'de-AT', 'DE-ch']) expect(desktopTexts(language)).toBe(de);
    for (const language of ['ar', 'ar-EG']) expect(desktopTexts(language)).toBe(ar);
    for (const language of ['en', 'en-GB', 'pl', '', 'xx']) expect(desktopTexts(language)).toBe(en);
  });

  it.each(LANGUAGES)('has every text in %s, filled in and not in another language', (language) => {
    const words = wordsOf(desktopTexts(language));
    const english = wordsOf(en);
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(english).toSorted());
    expect(Object.values(words).filter((word) => word.trim() === '')).toEqual([]);
    const same = Object.keys(words).filter((name) => words[name] === english[name] && name !== 'place');
    expect(same).toEqual(language === 'en' ? Object.keys(english).filter((name) => name !== 'place') : ['tooltip.idle']);
    expect(words['signIn']).toContain('ACME');
    expect(words['confirmPairing']).toContain('ACME');
    expect(words['place']).toMatch(/ACME.*OTHER|OTHER.*ACME/);
    expect(words['waiting']).toContain('7');
  });

  it('counts as each language does', () => {
    expect(en.waiting(1)).toBe('Deskfob: 1 request is waiting');
    expect(en.waiting(2)).toBe('Deskfob: 2 requests are waiting');
    const arabic = [0, 1, 2, 3, 11, 100].map((count) => ar.waiting(count));
    expect(new Set(arabic).size).toBe(6);
    expect(ja.waiting(1)).toBe(ja.waiting(2).replace('2', '1'));
  });

  it('titles a sign-in by its application and a pairing by its organisation', () => {
    expect(requestTitle(view, en)).toBe('Sign-in to Payroll');
    expect(requestTitle({ ...view, kind: 'pairing' }, de)).toBe('Kopplung mit Example AG bestätigen');
  });

  it('lets no name turn an Arabic sentence', () => {
    expect(requestTitle(view, ar)).toContain('\u2068Payroll\u2069');
  });
});

describe('placeText', () => {
  it.each([
    [{ city: 'Lagos', country: 'NG' }, 'Lagos, Nigeria'],
    [{ country: 'NG' }, 'Nigeria'],
    [{ city: 'Lagos' }, 'Lagos'],
    [{}, 'Place unknown'],
    [undefined, 'Place unknown'],
    [{ city: 'X', country: 'ZZ' }, 'X, Unknown Region'],
    [{ city: 'X', country: 'QQ' }, 'X, QQ'],
  ])('words %j as %s', (origin, text) => {
    expect(placeText({ ...view, ...(origin !== undefined && { origin }) }, en, 'en')).toBe(text);
  });

  it('says so when it is this network, and names countries in the person’s language', () => {
    expect(placeText({ ...view, proximity: 'same-address', origin: { city: 'Lagos' } }, en, 'en')).toBe('From this network');
    expect(placeText({ ...view, origin: { country: 'AT' } }, de, 'de-AT')).toBe('Österreich');
    expect(placeText({ ...view, origin: { city: 'Lagos', country: 'NG' } }, ja, 'ja')).toBe('ナイジェリア、Lagos');
  });
});
