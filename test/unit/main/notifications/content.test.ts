import { describe, expect, it } from 'vitest';
import type { RequestView } from '../../../../src/bridge/views.ts';
import { lockedContent, notificationContent } from '../../../../src/main/notifications/notificationContent.ts';
import { de } from '../../../../src/main/texts/de.ts';
import { en } from '../../../../src/main/texts/en.ts';
import { shownText } from '../../../../src/main/texts/shownText.ts';
import { sampleRequest } from '../support/sampleRequest.ts';

const request = sampleRequest;

describe('notificationContent', () => {
  it('says what, from where and for which account, and offers the decision', () => {
    expect(notificationContent(request, en, 'en')).toEqual({
      title: 'Sign-in to Payroll',
      lines: ['Lagos, Nigeria', 'anna@verify.example.com'],
      open: 'Review',
      approve: 'Approve',
      deny: 'Deny',
    });
    expect(notificationContent(request, de, 'de')).toMatchObject({
      title: 'Anmeldung bei Payroll',
      approve: 'Bestätigen',
      deny: 'Ablehnen',
    });
  });

  it('says that it is far, and by its dots that one click will not do', () => {
    expect(notificationContent({ ...request, proximity: 'far' }, en, 'en')).toMatchObject({
      lines: ['Lagos, Nigeria · far from here', 'anna@verify.example.com'],
      approve: 'Approve…',
    });
    for (const change of [
      { match: { type: 'entry', digits: 6 } },
      { match: { type: 'choice', options: ['1', '2', '3'] } },
      { userVerification: 'required' },
      { userVerification: 'preferred' },
      { proximity: 'unknown' },
      { kind: 'pairing' },
    ] satisfies Partial<RequestView>[])
      expect(notificationContent({ ...request, ...change }, en, 'en').approve, JSON.stringify(change)).toBe('Approve…');
  });

  it('names nothing of the request while the app is locked, and has no button that decides', () => {
    expect(lockedContent(en)).toEqual({ title: 'A request is waiting', lines: ['Unlock Deskfob to see it.'], open: 'Unlock' });
  });
});

describe('shownText', () => {
  it.each([
    ['Payroll', 'Payroll'],
    ['Pay\u202eroll', 'Pay roll'],
    ['a\r\nb\tc\u2028d', 'a b c d'],
    ['\u200bx\u00ad', 'x'],
    ['שלום', '\u2068שלום\u2069'],
    ['شركة 12', '\u2068شركة 12\u2069'],
    ['\u2067שלום\u2069\u2069', '\u2068שלום\u2069'],
    ['Größe 株式会社', 'Größe 株式会社'],
  ])('makes of %j %j', (text, shown) => {
    expect(shownText(text)).toBe(shown);
  });
});
