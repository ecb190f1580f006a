import { isCanonicalIssuer } from './issuer.ts';
import { normalizePairingKey } from './pairingKey.ts';
import { ProtocolError } from './ProtocolError.ts';
import { thumbprintSchema } from './text.ts';

/** What a pairing link or its QR code says. `jkt` pins the verifier's identity key from the first byte on. */
export interface PairingLink {
  issuer: string;
  /** 26 characters of Crockford base32, normalized. */
  key: string;
  jkt?: string;
}

const MEMBERS = new Set(['issuer', 'key', 'jkt']);

/** `deskfob://pair?issuer=…&key=…&jkt=…` */
export function formatPairingLink(link: PairingLink): string {
  const query = new URLSearchParams({ issuer: link.issuer, key: link.key, ...(link.jkt !== undefined && { jkt: link.jkt }) });
  return `deskfob://pair?${query.toString()}`;
}

/**
 * Reads a link that a person pasted, clicked or scanned. Touches no network.
 * @throws ProtocolError malformed
 */
export function parsePairingLink(text: string): PairingLink {
  const trimmed = text.trim();
  // The URL parser drops line breaks and tabs in the middle, so they are refused before it sees them.
  if (trimmed.length > 2048 || !/^[!-~]+$/.test(trimmed) || !URL.canParse(trimmed)) throw malformed();
  const url = new URL(trimmed);
  if (
    url.protocol !== 'deskfob:' ||
    url.host !== 'pair' ||
    url.username !== '' ||
    url.password !== '' ||
    !['', '/'].includes(url.pathname) ||
    trimmed.includes('#')
  )
    throw malformed();
  const names = [...url.searchParams.keys()];
  if (new Set(names).size !== names.length || !names.every((name) => MEMBERS.has(name))) throw malformed();
  const issuer = url.searchParams.get('issuer') ?? '';
  const key = normalizePairingKey('link', url.searchParams.get('key') ?? '');
  const jkt = url.searchParams.get('jkt');
  if (!isCanonicalIssuer(issuer) || key === undefined) throw malformed();
  if (jkt !== null && !thumbprintSchema.safeParse(jkt).success) throw malformed();
  return { issuer, key, ...(jkt !== null && { jkt }) };
}

function malformed(): ProtocolError {
  return new ProtocolError('malformed', 'This is not a pairing link.');
}
