import { z } from 'zod';

/** A loopback host is the one place where a verifier may speak plain http, and only under the development flag. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * An issuer is compared byte for byte, so it has one spelling only: scheme, lower-case host, port unless it is the
 * default, path without a trailing slash; no user, query or fragment.
 */
export function isCanonicalIssuer(text: string): boolean {
  if (text.length > 256 || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) return false;
  const path = url.pathname === '/' ? '' : url.pathname;
  return text === url.origin + path && !path.endsWith('/');
}

export const issuerSchema = z.string().refine(isCanonicalIssuer, 'not a canonical issuer');

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
