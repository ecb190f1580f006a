import { z } from 'zod';
import { percentDecoded } from '../../bridge/percentDecoded.ts';
import { cleanName } from './cleanName.ts';
import { entryOf, type ImportedAccount, type ImportedEntry } from './ImportedEntry.ts';

/*
 * The Key Uri Format of Google Authenticator, `otpauth://TYPE/LABEL?PARAMETERS`, and what other apps make of it. A URL parser
 * is of no use here: such links hold raw blanks, number signs, broken escapes and plus signs that mean a plus.
 */

/** Characters. The longest real ones carry a small picture's address or a note. */
const LONGEST = 100_000;
const SCHEME = /^\s*otpauth:\/\//i;

/** Whether it is an account's link. A link of a whole migration, `otpauth-migration://`, is none. */
export function isOtpauthUri(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * Reads a link as Google's Key Uri Format defines it, and as other apps write it: Aegis (`GoogleAuthInfo.java`), Ente Auth
 * (`code.dart`), KeePassXC (`Totp.cpp`), Stratum (`UriParser.cs`). Never throws: what is wrong with it becomes the entry's
 * problem.
 */
export function readOtpauthUri(uri: string): ImportedEntry {
  if (!isOtpauthUri(uri)) return { name: '', problem: 'unreadable' };
  const { type, label, query } = partsOf(uri.replace(SCHEME, '').trimEnd());
  if (uri.length > LONGEST) return { name: cleanName(percentDecoded(label)), problem: 'unreadable' };
  const parameters = parametersOf(query);
  const names = namesOf(parameters.get('issuer'), label);
  const value = (name: string): string | undefined => percentDecoded(parameters.get(name) ?? '') || undefined;
  return entryOf({
    ...names,
    ...displayOf(value('codedisplay')),
    type: isSteam(type, names.issuer, parameters) ? 'steam' : type,
    secret: value('secret') ?? '',
    algorithm: value('algorithm')?.replace(/^algorithm\./i, ''),
    digits: value('digits'),
    period: value('period'),
    counter: value('counter'),
  });
}

/**
 * The spelling that the most apps read. The issuer stands before the label and as a parameter, everything else is spelt out,
 * because apps differ in their defaults. Groups, tags and pins have no place in it.
 *
 * Steam: Aegis and Ente go by `otpauth://steam/…` and know no encoder; KeePassXC goes by `encoder=steam` and `digits=5`, and
 * looks at no type. Both together are read by all three.
 */
export function otpauthUriOf({ issuer, label, otp }: ImportedAccount): string {
  // A label's own colon would else be read as the end of an issuer.
  const prefix = issuer !== '' || label.includes(':') ? `${encoded(issuer)}:` : '';
  const parameters = [
    ['secret', otp.secret],
    ...(issuer === '' ? [] : [['issuer', encoded(issuer)]]),
    ['algorithm', otp.type === 'steam' ? 'SHA1' : otp.algorithm],
    ['digits', otp.type === 'steam' ? 5 : otp.digits],
    otp.type === 'hotp' ? ['counter', otp.counter] : ['period', otp.type === 'steam' ? 30 : otp.period],
    ...(otp.type === 'steam' ? [['encoder', 'steam']] : []),
  ];
  return `otpauth://${otp.type}/${prefix}${encoded(label)}?${parameters.map((pair) => pair.join('=')).join('&')}`;
}

/**
 * A label without the issuer that stands before it. Without an issuer, what stands before the first colon is the issuer; with
 * another one, the label stays whole, because nobody knows whether its colon separates anything.
 * @param issuer as `cleanName` leaves it
 */
export function splitLabel(issuer: string, label: string): { readonly issuer: string; readonly label: string } {
  if (issuer === '') {
    const at = label.indexOf(':');
    return at < 0 ? { issuer, label } : { issuer: label.slice(0, at), label: label.slice(at + 1) };
  }
  return { issuer, label: withoutIssuer(issuer, label) ?? label };
}

/** Undefined when it does not begin with the issuer. */
function withoutIssuer(issuer: string, label: string): string | undefined {
  // The issuer's own colons come first.
  let at = -1;
  for (let colons = issuer.split(':').length; colons > 0; colons -= 1) {
    at = label.indexOf(':', at + 1);
    if (at < 0) return undefined;
  }
  return comparable(label.slice(0, at)) === comparable(issuer) ? label.slice(at + 1) : undefined;
}

function comparable(name: string): string {
  return cleanName(name).normalize('NFC').toLowerCase();
}

interface UriParts {
  readonly type: string;
  /** Still encoded. */
  readonly label: string;
  readonly query: string;
}

/** @param rest what follows `otpauth://` */
function partsOf(rest: string): UriParts {
  const mark = rest.indexOf('?');
  const head = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  const slash = head.indexOf('/');
  if (slash >= 0) return { type: head.slice(0, slash).toLowerCase(), label: head.slice(slash + 1), query };
  // Some write no slash, or encode it.
  const [, type = head, label = ''] = /^(totp|hotp|steam)(?:%2F)?(.*)$/is.exec(head) ?? [];
  return { type: type.toLowerCase(), label, query };
}

/** By their names in small letters, values still encoded. The first one of a name counts. */
function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = percentDecoded(at < 0 ? part : part.slice(0, at))
      .trim()
      .toLowerCase();
    if (!parameters.has(name)) parameters.set(name, at < 0 ? '' : part.slice(at + 1));
  }
  // Ente writes this one along with a whole query in form encoding, where a blank is a plus.
  if (!parameters.has('codedisplay')) return parameters;
  return new Map(Array.from(parameters, ([name, value]) => [name, value.replaceAll('+', ' ')]));
}

function namesOf(parameter: string | undefined, raw: string): { readonly issuer: string; readonly label: string } {
  const label = percentDecoded(raw);
  const issuer = cleanName(percentDecoded(parameter ?? ''));
  if (parameter === undefined || issuer === '') {
    // A colon that is written as such separates before one that is encoded.
    const at = raw.indexOf(':');
    return at < 0 ? splitLabel('', label) : { issuer: percentDecoded(raw.slice(0, at)), label: percentDecoded(raw.slice(at + 1)) };
  }
  // Where the label says so, the plus signs of a form-encoded issuer are known to be blanks.
  const spaced = cleanName(percentDecoded(parameter.replaceAll('+', ' ')));
  const bare = spaced === issuer ? undefined : withoutIssuer(spaced, label);
  return bare === undefined ? splitLabel(issuer, label) : { issuer: spaced, label: bare };
}

/** Steam has no codes but its own, and several apps say so by its name alone (Stratum), or by a parameter. */
function isSteam(type: string, issuer: string, parameters: ReadonlyMap<string, string>): boolean {
  if (type !== 'totp') return false;
  if (parameters.get('encoder')?.toLowerCase() === 'steam' || parameters.has('steam')) return true;
  return issuer.trim().toLowerCase() === 'steam' && ['', '5'].includes(parameters.get('digits') ?? '');
}

const displaySchema = z.looseObject({
  pinned: z.boolean().optional().catch(undefined),
  tags: z.array(z.unknown()).max(100).optional().catch(undefined),
});

/** Ente Auth's additions, JSON in the parameter `codeDisplay`. */
function displayOf(json: string | undefined): { readonly isPinned?: boolean | undefined; readonly tags?: readonly unknown[] | undefined } {
  if (json === undefined) return {};
  try {
    const { pinned, tags } = displaySchema.parse(JSON.parse(json));
    return { isPinned: pinned, tags };
  } catch {
    return {};
  }
}

function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
