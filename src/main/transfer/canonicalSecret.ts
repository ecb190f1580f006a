import { otpSecretSchema } from '../otp/otpParameters.ts';

/** More than the longest secret takes in groups of one. */
const LONGEST_SPELLING = 4096;

/**
 * A secret in the one spelling that is kept: base32 (RFC 4648 section 6) in capitals without padding. Sites and files write it
 * in groups, in small letters, with dashes or padding.
 * @returns undefined for anything that is no base32, or holds no whole byte
 */
export function canonicalSecret(text: string): string | undefined {
  if (text.length > LONGEST_SPELLING) return undefined;
  const bare = text
    .replace(/[\s\u00A0-]/g, '')
    .replace(/={1,6}$/, '')
    .toUpperCase();
  if (!/^[A-Z2-7]*$/.test(bare)) return undefined;
  // As other apps read it: where the last character begins a byte that nothing ends, it stands for none.
  const whole = [1, 3, 6].includes(bare.length % 8) ? bare.slice(0, -1) : bare;
  return otpSecretSchema.safeParse(whole).data;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes in that spelling, for files that keep secrets otherwise. */
export function secretOfBytes(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}
