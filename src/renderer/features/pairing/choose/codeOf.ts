import { percentDecoded } from '../../../../bridge/percentDecoded.ts';
import { transferOf } from './transferOf.ts';

/*
 * What a code says of itself, in names that a person knows. It is for choosing among several: main reads each code again, by itself.
 */

/** Never a secret or a key. Names are empty where the code says none. */
export type Code =
  | { readonly kind: 'pairing'; readonly host: string }
  | { readonly kind: 'account'; readonly issuer: string; readonly label: string }
  /** One code of so many that another app shows one after the other; from 1. `id` is the same in all of them. */
  | { readonly kind: 'transfer'; readonly id: number; readonly part: number; readonly of: number };

const LONGEST_NAME = 100;

/** Undefined for a code that is none of an account. Never throws. */
export function codeOf(text: string): Code | undefined {
  switch (/^\s*(deskfob|otpauth-migration|otpauth):/i.exec(text)?.[1]?.toLowerCase()) {
    case 'deskfob':
      return { kind: 'pairing', host: hostOf(text.trim()) };
    case 'otpauth':
      return { kind: 'account', ...namesOf(text.trim()) };
    case 'otpauth-migration':
      return { kind: 'transfer', ...transferOf(text.trim()) };
    case undefined:
    default:
      return undefined;
  }
}

/** As main shows it before anything is sent. */
function hostOf(link: string): string {
  const issuer = URL.parse(link)?.searchParams.get('issuer') ?? '';
  return shown(URL.parse(issuer)?.host ?? '');
}

/** `otpauth://totp/Issuer:label?issuer=Issuer`. No URL parser: such links hold raw blanks, number signs and broken escapes. */
function namesOf(link: string): { readonly issuer: string; readonly label: string } {
  const [, path = '', query = ''] = /^otpauth:\/\/[^/?]*\/?([^?]*)\??(.*)$/is.exec(link) ?? [];
  const [before, ...after] = path.split(/:|%3a/i).map((part) => shown(percentDecoded(part)));
  const parameter = /(?:^|&)issuer=([^&]*)/i.exec(query)?.[1];
  const issuer = shown(percentDecoded(parameter ?? ''));
  if (after.length === 0) return { issuer, label: before ?? '' };
  return issuer === '' || issuer === before
    ? { issuer: before ?? '', label: after.join(':') }
    : { issuer, label: [before, ...after].join(':') };
}

/** Without what nobody sees, on one line, and not longer than a line. */
function shown(name: string): string {
  const text = name
    .slice(0, LONGEST_NAME * 8)
    .replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(text).slice(0, LONGEST_NAME).join('').trim();
}
