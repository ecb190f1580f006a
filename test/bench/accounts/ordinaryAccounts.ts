import { oneOf, seededRandom, textOf } from '../qr/seededRandom.ts';

/** An account of an ordinary site, as a person reads it in the list. */
export interface OrdinaryAccount {
  readonly issuer: string;
  readonly label: string;
}

const SYLLABLES = [
  'ba',
  'cor',
  'del',
  'fen',
  'gar',
  'hi',
  'jun',
  'kel',
  'lo',
  'mar',
  'net',
  'or',
  'pix',
  'qua',
  'rum',
  'sta',
  'tel',
  'uno',
];
const PEOPLE = ['anna', 'ben', 'carla', 'deniz', 'emil', 'farah'];
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** So many accounts, the same ones in every run. */
export function ordinaryAccounts(count: number): OrdinaryAccount[] {
  const random = seededRandom(1);
  const word = (): string => Array.from({ length: 3 }, () => oneOf(random, SYLLABLES)).join('');
  return Array.from({ length: count }, (_, index) => ({
    issuer: `${word()} ${index}`,
    label: `${oneOf(random, PEOPLE)}@${word()}.example`,
  }));
}

/** Their links, line by line, each with a secret of its own; `period` in seconds. */
export function linksOf(accounts: readonly OrdinaryAccount[], period: number): string {
  const random = seededRandom(2);
  const link = ({ issuer, label }: OrdinaryAccount): string => {
    const values = new URLSearchParams({ secret: textOf(random, BASE32, 32), issuer, period: String(period) });
    return `otpauth://totp/${encodeURIComponent(`${issuer}:${label}`)}?${values.toString()}`;
  };
  return accounts.map(link).join('\n');
}
