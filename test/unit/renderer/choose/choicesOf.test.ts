import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choicesOf, togetherOf } from '../../../../src/renderer/features/pairing/choose/choicesOf.ts';

const pair = (host: string): string => `deskfob://pair?issuer=https%3A%2F%2F${host}&key=K7QF9M2X4T8WK7QF9M2X4T8W12`;
const account = (issuer: string): string => `otpauth://totp/${issuer}:anna?secret=JBSWY3DPEHPK3PXP&issuer=${issuer}`;
const part = (index: number, id = 7): string =>
  `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from([0x18, 3, 0x20, index, 0x28, id]).toString('base64'))}`;
const found = (...texts: string[]) => texts.map((text) => ({ text }));

describe('choicesOf', () => {
  it('lists each code once, where it was found first, and leaves out what is none', () => {
    const choices = choicesOf([
      { text: pair('a.example'), where: 'Left' },
      { text: 'https://example.com' },
      { text: account('GitHub'), where: 'Right' },
      { text: ` ${pair('a.example')} `, where: 'Right' },
    ]);
    expect(choices.map(({ code }) => code)).toEqual([
      { kind: 'pairing', host: 'a.example' },
      { kind: 'account', issuer: 'GitHub', label: 'anna' },
    ]);
    expect(choices[1]).toMatchObject({ texts: [account('GitHub')], where: 'Right' });
  });

  it('makes one choice of the parts of one transfer, in their order', () => {
    const choices = choicesOf([...found(part(2), account('GitHub'), part(0), part(2)), ...found(part(1, 8))]);
    expect(choices.map(({ code }) => code)).toEqual([
      { kind: 'transfer', parts: [1, 3], of: 3 },
      { kind: 'account', issuer: 'GitHub', label: 'anna' },
      { kind: 'transfer', parts: [2], of: 3 },
    ]);
    expect(new Set(choices[0]?.texts)).toEqual(new Set([part(2), part(0)]));
  });

  it('loses no code, and hands on no other', () => {
    const text = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((n) => pair(`h${n}.example`)),
      fc.integer({ min: 0, max: 9 }).map((n) => account(`Site${n}`)),
      fc.integer({ min: 0, max: 2 }).map((n) => part(n)),
      fc.constant('something else'),
    );
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const taken = choicesOf(found(...texts)).flatMap((choice) => choice.texts);
        expect(new Set(taken)).toEqual(new Set(texts.filter((one) => one !== 'something else')));
        expect(new Set(taken).size).toBe(taken.length);
      }),
    );
  });
});

describe('togetherOf', () => {
  it('takes all accounts of ordinary sites, and no organisation with them', () => {
    const choices = choicesOf(found(account('GitHub'), pair('a.example'), account('Bank'), part(1)));
    expect(togetherOf(choices)).toEqual([{ kind: 'account', texts: [account('GitHub'), account('Bank')], isPasted: false }]);
  });

  it('takes all pairings, and has nothing to offer where there is one of each', () => {
    expect(togetherOf(choicesOf(found(account('GitHub'), pair('a.example'))))).toEqual([]);
    expect(togetherOf(choicesOf(found(pair('a.example'), pair('b.example'))))).toEqual([
      { kind: 'pairing', texts: [pair('a.example'), pair('b.example')], isPasted: false },
    ]);
  });

  it('tells what stands in a picture on the clipboard, in part or as a whole', () => {
    const choices = choicesOf([
      ...found(part(0), account('GitHub')),
      ...found(part(1), account('Bank')).map((one) => ({ ...one, isPasted: true })),
    ]);
    expect(choices.map(({ isPasted }) => isPasted)).toEqual([true, false, true]);
    expect(togetherOf(choices)).toMatchObject([{ kind: 'account', isPasted: true }]);
  });

  it('hands on no more than main takes at a time', () => {
    const many = Array.from({ length: 60 }, (_, n) => account(`Site${n}`));
    expect(togetherOf(choicesOf(found(...many)))[0]?.texts).toHaveLength(50);
  });
});
