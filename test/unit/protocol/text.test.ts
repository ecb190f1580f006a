import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  diagnosticSchema,
  idSchema,
  messageSchema,
  nameSchema,
  nonceSchema,
  numericDateSchema,
  subscriberNameSchema,
  thumbprintSchema,
} from '../../../src/protocol/text.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean => schema.safeParse(value).success;
const hex = (text: string): string =>
  Array.from(text)
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16)}`)
    .join(' ');

describe('names', () => {
  it.each([
    ['Anna Weber'],
    ['株式会社テスト'],
    ['Ελένη'],
    ['עברית'],
    ['Zoë-Łukasz O’Neil'],
    ['😀'],
    ['a\u0301'],
    ['x'.repeat(64)],
    ['😀'.repeat(64)],
    ['© 2026 (Zürich) "A&B" <b>'],
  ])('may be %s', (name) => {
    expect(accepts(nameSchema, name)).toBe(true);
  });

  it.each([['x'.repeat(65)], ['😀'.repeat(65)], ['']])('have 1 to 64 code points', (name) => {
    expect(accepts(nameSchema, name)).toBe(false);
  });

  it.each(
    [
      '\u0000',
      '\t',
      '\n',
      '\r',
      '\u001b',
      '\u007f',
      '\u0085', // control
      '\u00ad',
      '\u061c',
      '\u200b',
      '\u200c',
      '\u200d',
      '\u200e',
      '\u200f',
      '\u2060',
      '\ufeff', // invisible
      '\u202a',
      '\u202b',
      '\u202c',
      '\u202d',
      '\u202e',
      '\u2066',
      '\u2067',
      '\u2068',
      '\u2069', // direction
      '\u2028',
      '\u2029', // line and paragraph
      '\ue000',
      '\u{f0000}',
      '\u{10fffd}', // private use
      '\u{e0041}', // tag
      '\ud800',
      '\udfff',
      '\udc00\ud800', // lone surrogates
      '\u034f',
      '\u115f',
      '\u1160',
      '\u3164',
      '\uffa0', // letters that draw nothing
    ].map((character) => [hex(character), character]),
  )('hold no %s', (_name, character) => {
    for (const name of [character, `a${character}b`, `${character}a`, `a${character}`]) {
      expect(accepts(nameSchema, name)).toBe(false);
      expect(accepts(messageSchema, name)).toBe(false);
    }
  });

  it.each([[' '], ['\u00a0\u3000'], [' '.repeat(64)]])('are not blank: %j', (name) => {
    expect(accepts(nameSchema, name)).toBe(false);
  });

  it('are text', () => {
    for (const value of [undefined, null, 1, ['a'], { length: 3 }]) expect(accepts(nameSchema, value)).toBe(false);
  });

  it('are never changed by reading', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
        const parsed = nameSchema.safeParse(text);
        expect(parsed.success ? parsed.data : text).toBe(text);
      }),
    );
  });
});

it('messages have 1 to 256 code points', () => {
  expect(accepts(messageSchema, '😀'.repeat(256))).toBe(true);
  expect(accepts(messageSchema, '😀'.repeat(257))).toBe(false);
});

it.each([
  ['ids', idSchema, ['a', '-', '_A-9', 'x'.repeat(64)], ['', 'x'.repeat(65), 'a b', 'ä', 'a/b', '../a', 'a\n', 'a.b', 'a\u0000']],
  [
    'sign-in names of subscribers',
    subscriberNameSchema,
    ['a', 'anna', 'a.b-c_9', 'x'.repeat(64)],
    ['', 'A', '.a', 'a.', '-a', 'a-', 'a@b', 'ä', 'a b', 'a\n', 'x'.repeat(65)],
  ],
  [
    'thumbprints',
    thumbprintSchema,
    ['A'.repeat(43), `${'_'.repeat(42)}8`],
    ['A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}B`, `${'A'.repeat(42)}=`, `${'A'.repeat(42)}+`],
  ],
  ['nonces', nonceSchema, ['A'.repeat(22), 'A'.repeat(86)], ['A'.repeat(21), 'A'.repeat(87), `${'A'.repeat(22)}=`]],
  ['times', numericDateSchema, [0, 1_772_355_600, 253_402_300_799], [-1, 1.5, 253_402_300_800, '1', Number.NaN, Infinity]],
  ['diagnostics', diagnosticSchema, ['', 'Try later.', 'x'.repeat(256)], ['x'.repeat(257), 'a\nb', '\u001b[31m', 'ä']],
])('%s', (_name, schema, good, bad) => {
  for (const value of good) expect(accepts(schema, value), JSON.stringify(value)).toBe(true);
  for (const value of bad) expect(accepts(schema, value), JSON.stringify(value)).toBe(false);
});
