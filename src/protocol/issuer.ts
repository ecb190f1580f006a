import { z } from 'zod';

/** A loopback host is the one place where a verifier may speak plain http, and only under the development flag. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:]+\\])`;
const LOOPBACK = '(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])';
const PORT = '(?::[1-9]\\d{0,4})?';
const PATH = '(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*';

/** The letters of an issuer. That addresses and ports are in range and in their shortest form, the URL parser tells. */
const ISSUER = new RegExp(`^(?:https://${HOST}(?!:443(?:/|$))${PORT}|http://${LOOPBACK}(?!:80(?:/|$))${PORT})${PATH}$`);

/** Found canonical before. Messages name the same few again and again, and to parse an address costs as much as much of the rest. */
const canonical = new Set<string>();
const MOST_CANONICAL = 100;

/**
 * An issuer is compared byte for byte, so it has one spelling only: scheme, lower-case host, port unless it is the
 * default, path of unreserved characters without a trailing slash; no user, query or fragment, no dot at the host's end.
 */
export function isCanonicalIssuer(text: string): boolean {
  if (canonical.has(text)) return true;
  if (!readsAsItself(text)) return false;
  if (canonical.size >= MOST_CANONICAL) canonical.clear();
  canonical.add(text);
  return true;
}

/** Whether the URL parser gives back what it was given. */
function readsAsItself(text: string): boolean {
  if (text.length > 256 || !ISSUER.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) return false;
  const path = url.pathname === '/' ? '' : url.pathname;
  return text === url.origin + path && !path.endsWith('/');
}

export const issuerSchema = z.string().max(256).regex(ISSUER).refine(isCanonicalIssuer, 'not a canonical issuer');

/** An address below the issuer's origin: absolute, no user, query or fragment. */
export const endpointSchema = (scheme: 'http' | 'ws') =>
  z
    .string()
    .max(512)
    .regex(new RegExp(`^${scheme}s?://[a-z0-9.:[\\]-]+${PATH}/?$`));

/** Where the signed metadata of an issuer stands (RFC 8615 well-known path, appended to the issuer). */
export function metadataUrl(issuer: string): string {
  return `${issuer}/.well-known/deskfob`;
}

/** Whether `endpoint` is served by the origin of `issuer`; ws counts as http and wss as https. */
export function sharesOrigin(issuer: string, endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const asHttp = endpoint.replace(/^ws(s?):/, 'http$1:');
  return URL.canParse(asHttp) && new URL(asHttp).origin === new URL(issuer).origin;
}

/** Name of the host as a person reads it, for "Pair with …?" */
export function issuerHost(issuer: string): string {
  return new URL(issuer).host;
}
