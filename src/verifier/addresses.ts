import { isCanonicalIssuer, isLoopbackHost } from '../protocol/issuer.ts';
import { StartError } from './StartError.ts';

export interface ListenAddress {
  host: string;
  port: number;
}

/** `127.0.0.1:8443`, `[::1]:8443`, `:8443` (all interfaces). @throws StartError address-unusable */
export function parseListen(text: string): ListenAddress {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535)
    throw new StartError('address-unusable', `"${text}" is not an address to listen on. Write it like 127.0.0.1:8443.`);
  const host = (match[1] ?? '').replace(/^\[|\]$/g, '');
  return { host: host === '' ? '::' : host, port };
}

/**
 * Plain http stays on the computer itself, and for development: a pairing over it would be worth nothing.
 * @throws StartError bad-public-url, insecure-listen
 */
export function checkAddresses(publicUrl: string, listen: ListenAddress, hasTls: boolean, development: boolean): void {
  if (!isCanonicalIssuer(publicUrl))
    throw new StartError(
      'bad-public-url',
      `"${publicUrl}" cannot be a public URL. Write it like https://verify.example.com, without a slash at the end.`,
    );
  if (publicUrl.startsWith('http:') && !development)
    throw new StartError('bad-public-url', 'A public URL with http is for development only. Use https, or add --development.');
  if (publicUrl.startsWith('http:') && hasTls)
    throw new StartError('bad-public-url', 'With a certificate the public URL must begin with https.');
  const shown = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  if (!hasTls && !isLoopbackHost(shown))
    throw new StartError(
      'insecure-listen',
      'Without --tls-cert and --tls-key the verifier listens on a loopback address only, such as 127.0.0.1:8443.',
    );
}
