import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupPairingKey, normalizePairingKey } from '../../../src/protocol/pairingKey.ts';
import { bareKey, caretAfter, formatKey, keyProblem } from '../../../src/renderer/features/pairing/pairingKey.ts';

describe('the pairing key as typed', () => {
  it('is grouped while it grows', () => {
    expect(formatKey('k7q')).toBe('K7Q');
    expect(formatKey('k7qf')).toBe('K7QF');
    expect(formatKey('k7qf9')).toBe('K7QF-9');
    expect(formatKey(' k7qf 9m2x–4t8w ')).toBe('K7QF-9M2X-4T8W');
  });

  it('reads O as 0 and I and L as 1', () => {
    expect(bareKey('OoIiLl')).toBe('001111');
  });

  it('says what is wrong early and clearly', () => {
    expect(keyProblem('K7QF-9M2X-4T8W')).toBeUndefined();
    expect(keyProblem('K7QF-9M2X-4T8')).toEqual({ type: 'short', missing: 1 });
    expect(keyProblem('K7QF-9M2X-4T8W-2')).toEqual({ type: 'long', count: 13 });
    expect(keyProblem('K7QF-9U')).toEqual({ type: 'character', character: 'U' });
    expect(keyProblem('K7QF-é')).toEqual({ type: 'character', character: 'É' });
    expect(keyProblem('K7QF:9')).toEqual({ type: 'character', character: ':' });
  });

  it('agrees with main on what can be a key', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const normal = normalizePairingKey('typed', text);
        expect(keyProblem(text) === undefined).toBe(normal !== undefined);
      }),
    );
  });

  it('groups what is a key as main does', () => {
    const character = fc.constantFrom(...Array.from('0123456789abcdefghjkmnpqrstvwxyzOIL'));
    fc.assert(
      fc.property(fc.array(character, { minLength: 12, maxLength: 12 }), (characters) => {
        const text = characters.join('');
        expect(formatKey(text)).toBe(groupPairingKey(normalizePairingKey('typed', text) ?? 'no key'));
      }),
    );
  });

  it('keeps the caret behind the same character when hyphens come and go', () => {
    expect(caretAfter('K7QF-9M2X', 4)).toBe(4);
    expect(caretAfter('K7QF-9M2X', 5)).toBe(6);
    expect(caretAfter('K7QF-9M2X', 99)).toBe(9);
  });
});
