import { between, oneOf, type Random, textOf } from './seededRandom.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KEY = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ISSUERS = ['Acme', 'Northwind Traders', 'Example Bank', 'Contoso', 'Stadtwerke Musterstadt', 'git.example.org', 'Mail'];

/** A link as people scan it: Deskfob's own for pairing, or another service's for one-time passwords. 40 to 220 characters. */
export function accountLink(random: Random): string {
  return random() < 0.4 ? pairingLink(random) : otpauthLink(random);
}

function pairingLink(random: Random): string {
  const host = `${oneOf(random, ['verify', 'login', 'mfa'])}.${word(random, 4, 20)}.example`;
  return `deskfob://pair?issuer=${encodeURIComponent(`https://${host}`)}&key=${textOf(random, KEY, 26)}`;
}

function otpauthLink(random: Random): string {
  const issuer = oneOf(random, ISSUERS);
  const name = `${word(random, 3, 10)}.${word(random, 3, 12)}@${word(random, 4, 12)}.example`;
  const secret = textOf(random, BASE32, oneOf(random, [16, 16, 26, 32, 52]));
  const parameters = random() < 0.5 ? '' : `&algorithm=${oneOf(random, ['SHA1', 'SHA256'])}&digits=${oneOf(random, [6, 8])}&period=30`;
  return `otpauth://totp/${encodeURIComponent(issuer)}:${name}?secret=${secret}&issuer=${encodeURIComponent(issuer)}${parameters}`;
}

function word(random: Random, least: number, most: number): string {
  return textOf(random, LETTERS, Math.floor(between(random, least, most + 1)));
}
