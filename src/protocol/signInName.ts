import { isCanonicalIssuer, isLoopbackHost } from './issuer.ts';
import { ProtocolError } from './ProtocolError.ts';
import { subscriberNameSchema } from './text.ts';

/** `anna@verify.example.com`, taken apart. `host` may carry a port. */
export interface SignInName {
  subscriber: string;
  host: string;
}

/**
 * Reads a sign-in name as a person types it. ASCII only, an international domain in its `xn--` form: a letter that merely
 * looks like another must not name another host.
 * @throws ProtocolError malformed
 */
export function parseSignInName(text: string): SignInName {
  const match = /^([^@\s]{1,64})@([^@\s/?#]{1,255})$/.exec(isAscii(text) ? text.trim().toLowerCase() : '');
  const [, subscriber = '', host = ''] = match ?? [];
  const issuer = issuerOfHost(host);
  if (!subscriberNameSchema.safeParse(subscriber).success || !isCanonicalIssuer(issuer)) {
    throw new ProtocolError('malformed', 'This is not a sign-in name.');
  }
  return { subscriber, host };
}

// Before the case is changed, because the Kelvin sign would become a k.
const isAscii = (text: string): boolean => /^[\s!-~]*$/.test(text);

/** The issuer that a host is unless it delegates: https, and http for loopback hosts (accepted only under the development flag). */
export function issuerOfHost(host: string): string {
  const bare = host.replace(/:\d+$/, '');
  return `${isLoopbackHost(bare) ? 'http' : 'https'}://${host}`;
}

/** Where a host may name another issuer for its people: `{"v":1,"issuer":"https://…"}`. */
export function delegationUrl(host: string): string {
  return `${issuerOfHost(host)}/.well-known/deskfob-issuer`;
}
