import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodePairingKey,
  groupPairingKey,
  normalizePairingKey,
  PAIRING_KEY_CHARACTERS,
  pairingKeySchema,
} from '../../../src/protocol/pairingKey.ts';
import { LINK_KEY, TYPED_KEY } from '../../vectors/samples.ts';

const kind = fc.constantFrom('link' as const, 'typed' as const);

describe('a pairing key', () => {
  it('uses every one of the 32 letters, each by five bits', () => {
    const all = Array.from({ length: 256 }, (_, byte) => encodePairingKey('typed', new Uint8Array(12).fill(byte)).charAt(0));
    expect(new Set(all).size).toBe(32);
    expect(new Set(all.slice(0, 32)).size).toBe(32);
    expect(all.join('')).not.toMatch(/[ILOU]/);
    expect(encodePairingKey('typed', new Uint8Array([0, 1, 9, 10, 17, 18, 19, 20, 22, 26, 27, 31]))).toBe('019AHJKMPTVZ');
  });

  it('takes one random byte for each character', () => {
    expect(() => encodePairingKey('typed', new Uint8Array(26))).toThrow(RangeError);
    expect(() => encodePairingKey('link', new Uint8Array(12))).toThrow(RangeError);
  });

  it.each([
    ['K7QF-9M2X-4T8W'],
    ['k7qf-9m2x-4t8w'],
    ['  K7QF 9M2X 4T8W\n'],
    ['K7QF–9M2X—4T8W'],
    ['K-7-Q-F-9-M-2-X-4-T-8-W'],
    ['K7QF\u00a09M2X\u20114T8W'],
    ['K7QF\t9M2X\u30004T8W'],
  ])('is read as people write it: %j', (text) => {
    expect(normalizePairingKey('typed', text)).toBe(TYPED_KEY);
  });

  it('reads O as 0 and I, L as 1, in either case', () => {
    expect(normalizePairingKey('typed', 'OoIi-Ll00-1122')).toBe('001111001122');
  });

  it.each([
    ['U', 'K7QF-9M2X-4T8U'],
    ['a Greek K', '\u039a7QF-9M2X-4T8W'],
    ['a Cyrillic K', '\u041a7QF-9M2X-4T8W'],
    ['a Kelvin sign', '\u212a7QF-9M2X-4T8W'],
    ['a long s for S', 'K7QF-9M2X-4T8\u017f'],
    ['a dotless i for 1', 'K7QF-9M2X-4T8\u0131'],
    ['a ligature for two letters', 'K7QF-9M2X-4T\ufb01'],
    ['a sharp s for two letters', 'K7QF-9M2X-4T\u00df'],
    ['full-width digits', 'K\uff17QF-9M2X-4T8W'],
    ['Arabic digits', 'K\u0667QF-9M2X-4T8W'],
    ['a minus sign for a dash', 'K7QF\u22129M2X\u22124T8W'],
    ['an invisible letter', 'K7QF\u200b9M2X4T8W'],
    ['a dot', 'K7QF.9M2X.4T8W'],
    ['one character less', 'K7QF-9M2X-4T8'],
    ['one character more', 'K7QF-9M2X-4T8WW'],
    ['nothing', ''],
    ['hyphens alone', '-'.repeat(12)],
    ['more than 128 characters', `K7QF-9M2X-4T8W${' '.repeat(120)}`],
  ])('is none with %s', (_name, text) => {
    expect(normalizePairingKey('typed', text)).toBeUndefined();
  });

  it('of one kind is not one of the other', () => {
    expect(normalizePairingKey('link', TYPED_KEY)).toBeUndefined();
    expect(normalizePairingKey('typed', LINK_KEY)).toBeUndefined();
  });

  it('survives being written, grouped and read', () => {
    fc.assert(
      fc.property(
        kind.chain((one) =>
          fc.tuple(fc.constant(one), fc.uint8Array({ minLength: PAIRING_KEY_CHARACTERS[one], maxLength: PAIRING_KEY_CHARACTERS[one] })),
        ),
        ([one, random]) => {
          const key = encodePairingKey(one, random);
          expect(normalizePairingKey(one, groupPairingKey(key).toLowerCase())).toBe(key);
          expect(pairingKeySchema.parse(key)).toBe(key);
        },
      ),
    );
  });

  it('is normal once it was normalized, whatever was typed', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ- \u2013\u017f\u0131\u212a')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(kind, fc.oneof(typed, fc.string({ unit: 'binary' })), (one, text) => {
        const key = normalizePairingKey(one, text);
        expect(key === undefined || (normalizePairingKey(one, key) === key && pairingKeySchema.safeParse(key).success)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('travels normalized only', () => {
    for (const key of [
      TYPED_KEY.toLowerCase(),
      groupPairingKey(TYPED_KEY),
      TYPED_KEY.slice(1),
      `${TYPED_KEY}\n`,
      'K7QF9M2X4T8O',
      'K7QF9M2X4T8U',
    ])
      expect(pairingKeySchema.safeParse(key).success).toBe(false);
  });
});
