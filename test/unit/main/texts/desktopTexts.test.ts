import { describe, expect, it } from 'vitest';
import type { RequestView } from '../../../../src/bridge/views.ts';
import { de } from '../../../../src/main/texts/de.ts';
import { desktopTexts, placeText, requestTitle } from '../../../../src/main/texts/desktopTexts.ts';
import { en } from '../../../../src/main/texts/en.ts';

const view: RequestView = {
  id: 'r',
  accountId: 'a',
  kind: 'sign-in',
  application: 'Payroll',
  organisation: { name: 'Example AG', colour: '#123456' },
  displayName: 'Anna Weber',
  signInName: 'anna@verify.example.com',
  proximity: 'far',
  match: { type: 'none' },
  userVerification: 'discouraged',
  askedAtMs: 0,
  remainingMs: 0,
  lifetimeMs: 60_000,
  phase: 'open',
};

describe('desktopTexts', () => {
  it('speaks German to those whose computer does, and English to the rest', () => {
    for (const language of ['de', 'de-AT', 'DE-ch']) expect(desktopTexts(language)).toBe(de);
    for (const language of ['en', 'en-GB', 'fr', '', 'xx']) expect(desktopTexts(language)).toBe(en);
  });

  it('has every text in both languages, and none twice', () => {
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted());
    for (const texts of [de, en]) {
      expect(texts.waiting(1)).not.toBe(texts.waiting(2).replace('2', '1'));
      expect(texts.waiting(7)).toContain('7');
      for (const text of [texts.open, texts.quit, texts.placeUnknown, texts.onThisNetwork, texts.tooltip.idle, texts.tooltip.offline])
        expect(text).not.toBe('');
    }
  });

  it('titles a sign-in by its application and a pairing by its organisation', () => {
    expect(requestTitle(view, en)).toBe('Sign-in to Payroll');
    expect(requestTitle({ ...view, kind: 'pairing' }, de)).toBe('Kopplung mit Example AG bestätigen');
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
  });
});
