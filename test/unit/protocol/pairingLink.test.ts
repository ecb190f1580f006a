import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPairingLink, type PairingLink, parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { ProtocolError } from '../../../src/protocol/ProtocolError.ts';
import { errorOf } from './expectCode.ts';
import { ISSUER, LINK_KEY } from '../../vectors/samples.ts';

const jkt = 'A'.repeat(43);
const issuer = encodeURIComponent(ISSUER);
const rest = `issuer=${issuer}&key=${LINK_KEY}&jkt=${jkt}`;

describe('a pairing link', () => {
  it('is read as it was written', () => {
    for (const link of [
      { issuer: ISSUER, key: LINK_KEY, jkt },
      { issuer: 'http://localhost:4400/t', key: LINK_KEY },
    ])
      expect(parsePairingLink(formatPairingLink(link))).toEqual(link);
    expect(formatPairingLink({ issuer: ISSUER, key: LINK_KEY, jkt })).toBe(`deskfob://pair?${rest}`);
  });

  it.each([
    ['blanks around', `  deskfob://pair?${rest}\r\n`],
    ['a slash after pair', `deskfob://pair/?${rest}`],
    ['another order', `deskfob://pair?jkt=${jkt}&key=${LINK_KEY}&issuer=${issuer}`],
    ['an issuer that is not escaped', `deskfob://pair?issuer=${ISSUER}&key=${LINK_KEY}&jkt=${jkt}`],
    ['a scheme in capitals', `DESKFOB://pair?${rest}`],
    [
      'a key in small letters with hyphens',
      `deskfob://pair?issuer=${issuer}&key=${(LINK_KEY.match(/.{1,4}/g) ?? []).join('-').toLowerCase()}&jkt=${jkt}`,
    ],
  ])('may have %s', (_name, text) => {
    expect(parsePairingLink(text)).toEqual({ issuer: ISSUER, key: LINK_KEY, jkt });
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['a foreign scheme', `https://pair?${rest}`],
    ['a scheme that begins alike', `deskfobs://pair?${rest}`],
    ['javascript', `javascript:deskfob://pair?${rest}`],
    ['another host', `deskfob://unpair?${rest}`],
    ['no host', `deskfob:pair?${rest}`],
    ['no host, three slashes', `deskfob:///pair?${rest}`],
    ['a path', `deskfob://pair/x?${rest}`],
    ['two slashes', `deskfob://pair//?${rest}`],
    ['a port', `deskfob://pair:80?${rest}`],
    ['a user', `deskfob://evil@pair?${rest}`],
    ['a password', `deskfob://:x@pair?${rest}`],
    ['a fragment', `deskfob://pair?${rest}#x`],
    ['an empty fragment', `deskfob://pair?${rest}#`],
    ['a line break inside', `deskfob://pa\nir?${rest}`],
    ['a line break in the query', `deskfob://pair?${rest.replace('&', '\n&')}`],
    ['a blank inside', `deskfob://pair?${rest.replace('&', ' &')}`],
    ['a NUL', `deskfob://pair?${rest}\u0000`],
    ['an invisible letter', `deskfob://pair?${rest}\u200b`],
    ['two links', `deskfob://pair?${rest} deskfob://pair?${rest}`],
    ['issuer twice', `deskfob://pair?${rest}&issuer=https%3A%2F%2Fevil.example`],
    ['key twice', `deskfob://pair?${rest}&key=${LINK_KEY}`],
    ['jkt twice', `deskfob://pair?${rest}&jkt=${jkt}`],
    ['a member more', `deskfob://pair?${rest}&auto=1`],
    ['an empty member name', `deskfob://pair?${rest}&=1`],
    ['a member in capitals', `deskfob://pair?Issuer=${issuer}&key=${LINK_KEY}`],
    ['no issuer', `deskfob://pair?key=${LINK_KEY}&jkt=${jkt}`],
    ['no key', `deskfob://pair?issuer=${issuer}&jkt=${jkt}`],
    ['an empty jkt', `deskfob://pair?issuer=${issuer}&key=${LINK_KEY}&jkt=`],
    ['a short jkt', `deskfob://pair?issuer=${issuer}&key=${LINK_KEY}&jkt=AAAA`],
    ['a typed key', `deskfob://pair?issuer=${issuer}&key=${LINK_KEY.slice(0, 12)}`],
    ['an issuer that is not canonical', `deskfob://pair?issuer=${issuer}%2F&key=${LINK_KEY}`],
    ['plain http', `deskfob://pair?issuer=http%3A%2F%2Fverify.example.com&key=${LINK_KEY}`],
    ['bad escapes', `deskfob://pair?issuer=%E0%A4%A&key=${LINK_KEY}`],
    ['more than 2048 characters', `deskfob://pair?${rest}&x=${'y'.repeat(2048)}`],
  ])('is malformed with %s', (_name, text) => {
    expect(() => parsePairingLink(text)).toThrow(expect.objectContaining({ name: 'ProtocolError', code: 'malformed' }));
  });

  it('survives whatever a person pastes', async () => {
    const read = async (text: string): Promise<PairingLink | string> => {
      let link: PairingLink | undefined;
      const error = await errorOf(() => (link = parsePairingLink(text)));
      expect(error === undefined || error instanceof ProtocolError, String(error)).toBe(true);
      return link ?? 'malformed';
    };
    const parts = fc.constantFrom(
      'deskfob://pair?',
      'issuer=',
      'key=',
      'jkt=',
      '&',
      ISSUER,
      issuer,
      LINK_KEY,
      jkt,
      '%',
      '#',
      '?',
      '@',
      ':',
      '/',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.oneof(parts, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((pieces) => pieces.join('')),
        ),
        async (text) => {
          const first = await read(text);
          const again = typeof first === 'object' ? await read(formatPairingLink(first)) : first;
          expect(again).toEqual(first);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
