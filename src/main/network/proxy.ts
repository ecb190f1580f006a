import { ProxyAgent } from 'proxy-agent';

/** Asks the system which way leads to a URL; answers in the words of a PAC file: `PROXY host:port; DIRECT`. */
export type ResolveProxy = (url: string) => Promise<string>;

const SCHEMES: Record<string, string> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https', SOCKS: 'socks', SOCKS4: 'socks4', SOCKS5: 'socks5' };

/** First usable way of a PAC answer as a proxy URL; '' for a direct connection. */
export function proxyUrl(answer: string): string {
  for (const way of answer.split(';')) {
    const [kind = '', address = ''] = way.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return '';
    const scheme = SCHEMES[kind.toUpperCase()];
    if (scheme !== undefined && address !== '') return `${scheme}://${address}`;
  }
  return '';
}

/** An agent for http, https and WebSocket requests that follows the system's proxy settings, PAC files included. */
export function systemProxyAgent(resolveProxy: ResolveProxy): ProxyAgent {
  return new ProxyAgent({
    // The system knows http and https; a WebSocket takes the same way.
    getProxyForUrl: async (url) => proxyUrl(await resolveProxy(url.replace(/^ws/, 'http'))),
  });
}
