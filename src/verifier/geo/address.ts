import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The one spelling of an IP address: IPv4 inside IPv6 unwrapped, zone left out. Undefined when it is none. */
export function canonicalAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = text.replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/, '');
  // Nearly all are, and Node knows them by one spelling.
  if (isIPv4(bare)) return bare;
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined;
}

export function addressFamily(address: string): 4 | 6 {
  return ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6;
}

/** Whether the address can stand for a place at all: not private, loopback, link-local or reserved. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.parse(address).range() === 'unicast';
}

/** What one subscriber's line has in common: an IPv4 address, the first 64 bits of an IPv6 address, or "loopback". */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.startsWith('127.') ? 'loopback' : address;
  const parsed = ipaddr.parse(address);
  if (parsed.range() === 'loopback') return 'loopback';
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
