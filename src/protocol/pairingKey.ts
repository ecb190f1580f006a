import { z } from 'zod';

/*
 * Pairing keys in Crockford's base32: no I, L, O or U, so that what is read aloud or copied from a screen survives.
 * A link carries 26 characters (130 bits); a person types 12 (60 bits), good only with a sign-in name (SP 800-63B-4
 * asks for 112 bits alone, or 40 with an identifier).
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A key of either kind as it travels: normalized. */
export const pairingKeySchema = z.string().regex(/^(?:[0-9A-HJKMNP-TV-Z]{26}|[0-9A-HJKMNP-TV-Z]{12})$/);

export type PairingKeyKind = 'link' | 'typed';
export const PAIRING_KEY_CHARACTERS: Record<PairingKeyKind, number> = { link: 26, typed: 12 };

/** One character takes five bits of one byte of `random`; bring as many random bytes as the key has characters. */
export function encodePairingKey(kind: PairingKeyKind, random: Uint8Array): string {
  if (random.length !== PAIRING_KEY_CHARACTERS[kind]) throw new RangeError('One random byte for each character.');
  return Array.from(random, (byte) => ALPHABET.charAt(byte & 31)).join('');
}

/** Reads a key as people write it: any case, white space and dashes (Unicode Pd) anywhere, O for 0, I and L for 1. Undefined when it cannot be one. */
export function normalizePairingKey(kind: PairingKeyKind, text: string): string | undefined {
  if (text.length > 128) return undefined;
  const written = text.replace(/[\s\p{Pd}]/gu, '');
  // Before the case is changed, because a long s would become an S and a dotless i an I.
  if (!/^[0-9A-Za-z]*$/.test(written)) return undefined;
  const key = written.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  const valid = key.length === PAIRING_KEY_CHARACTERS[kind] && Array.from(key).every((character) => ALPHABET.includes(character));
  return valid ? key : undefined;
}

/** `K7QF9M2X4T8W` → `K7QF-9M2X-4T8W` */
export function groupPairingKey(key: string): string {
  return key.match(/.{1,4}/g)?.join('-') ?? key;
}
