import { formatPairingLink } from '../../../src/protocol/pairingLink.ts';

export const LINK_KEY = 'K7QF9M2X4T8WZ3C6BHRYN5PD0V';

/** A link that is good to the letter; where it leads, its maker has chosen. */
export function goodLink(issuer: string): string {
  return formatPairingLink({ issuer, key: LINK_KEY });
}

/** Links that look like one of ours and are none, or want something else of the app. `issuer` listens. */
export function badLinks(issuer: string): string[] {
  const good = goodLink(issuer);
  const encoded = encodeURIComponent(issuer);
  const withIssuer = (text: string): string => `deskfob://pair?issuer=${encodeURIComponent(text)}&key=${LINK_KEY}`;
  return [
    ...['file:///etc/passwd', 'javascript:alert(1)', 'ftp://127.0.0.1', 'ws://127.0.0.1', 'http://example.com', 'app://deskfob'].map(
      withIssuer,
    ),
    ...[
      'https://user:word@example.com',
      'https://example.com@evil.example',
      'https://example.com\\@evil.example',
      'HTTPS://EXAMPLE.COM',
    ].map(withIssuer),
    ...[
      'https://exаmple.com',
      'https://example.com.',
      'https://example.com/',
      'https://example.com/..',
      'https://example.com?x',
      'https://[::1',
    ].map(withIssuer),
    ...['http://127.1', 'http://0x7f000001', 'http://2130706433', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'].map(
      withIssuer,
    ),
    `${good}&key=${LINK_KEY}`,
    `${good}&issuer=https%3A%2F%2Fevil.example`,
    `${good}&jkt=short`,
    `${good}&approve=1`,
    `${good}#${encoded}`,
    `${good}\n--inspect`,
    `${good} --inspect=127.0.0.1:0 --remote-debugging-port=0`,
    `${good}" --inspect "`,
    `${good}\0`,
    `${good}%00`,
    `${good}\u202Emoc.elpmaxe`,
    good.padEnd(100_000, 'A'),
    good.replace('deskfob://', 'deskfob://user:word@'),
    good.replace('pair?', 'pair:47111?'),
    good.replace('pair?', 'pair/../approve?'),
    good.replace('key=K', 'key=%4B%00'),
    'deskfob://',
    'deskfob://pair',
    'deskfob://pair?issuer=&key=',
    'deskfob://pair?__proto__[issuer]=x&constructor=y',
    `deskfob://approve?id=x&decision=approve&number=123456`,
    `deskfob://requests/decide?id=x&decision=approve`,
    `deskfob://startOver`,
    `deskfob://passcode?copy=1`,
    `deskfob://--inspect`,
    'deskfob://%',
    'deskfob://[',
  ];
}
