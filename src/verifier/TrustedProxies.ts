import type { IncomingMessage } from 'node:http';
import proxyaddr from '@fastify/proxy-addr';
import { canonicalAddress } from './geo/address.ts';
import { StartError } from './StartError.ts';

type Trusts = (address: string, distance: number) => boolean;

/**
 * The organisation's own reverse proxies, which are believed when they say whom a connection comes from. They say it in
 * `X-Forwarded-For`, to which each appends the address that it sees: read from the right, up to the first that is none of
 * them. No other header counts, nor does `Forwarded` (RFC 7239): proxies that do not know it pass it on as the client
 * wrote it, and two headers could say different things.
 */
export class TrustedProxies {
  readonly #trusts: Trusts;
  #onStranger: ((peer: string) => void) | undefined;

  /**
   * @param list addresses and CIDR ranges, IPv4 and IPv6
   * @param onStranger told once of a peer that sends the header and is not in the list: a proxy that was forgotten, perhaps
   * @throws StartError bad-proxy
   */
  constructor(list: readonly string[], onStranger: (peer: string) => void) {
    this.#trusts = list.length === 0 ? () => false : compile(list);
    this.#onStranger = onStranger;
  }

  /** Where a request comes from, canonical. Where the proxies do not say it in a way that is understood, the last of them. */
  addressOf(request: IncomingMessage): string | undefined {
    const peer = canonicalAddress(request.socket.remoteAddress);
    if (peer === undefined) return undefined;
    if (!this.#trusts(peer, 0)) {
      if (request.headers['x-forwarded-for'] !== undefined) this.#noteStranger(peer);
      return peer;
    }
    const nearestFirst = proxyaddr.all(request, this.#trusts).map(canonicalAddress);
    return nearestFirst.findLast((address) => address !== undefined);
  }

  /** Whether the address is a proxy's, and so says nothing of where anybody is. */
  include(address: string): boolean {
    return this.#trusts(address, 0);
  }

  #noteStranger(peer: string): void {
    this.#onStranger?.(peer);
    this.#onStranger = undefined;
  }
}

function compile(list: readonly string[]): Trusts {
  for (const entry of list) {
    try {
      proxyaddr.compile(entry);
    } catch {
      throw new StartError(
        'bad-proxy',
        `"${entry}" is no address and no range of a proxy. Write it like 10.0.0.5, 10.0.0.0/24 or 2001:db8::/64.`,
      );
    }
  }
  return proxyaddr.compile([...list]);
}
