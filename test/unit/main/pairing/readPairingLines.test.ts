import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntentError } from '../../../../src/main/errors/IntentError.ts';
import type { PairingLine } from '../../../../src/main/pairing/list/PairingLine.ts';
import { isPairingList, readPairingLines } from '../../../../src/main/pairing/list/readPairingLines.ts';
import { encodePairingKey } from '../../../../src/protocol/pairingKey.ts';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { expectCode } from '../support/codes.ts';

const ISSUER = 'https://verify.example.com';
const keyOf = (n: number, kind: 'link' | 'typed' = 'link'): string =>
  encodePairingKey(
    kind,
    Uint8Array.from({ length: kind === 'link' ? 26 : 12 }, (_, at) => (n >> (at % 16)) & 31),
  );
const linkOf = (n: number): string => formatPairingLink({ issuer: ISSUER, key: keyOf(n) });
const typedOf = (n: number): string => keyOf(n, 'typed');
const seen = (text: string): unknown[] =>
  readPairingLines(text).map(({ number, name, host, state, error }) =>
    [number, name, host, state, error].filter((part) => part !== undefined),
  );

function linesOrNone(text: string): PairingLine[] {
  try {
    return readPairingLines(text);
  } catch (error) {
    if (error instanceof IntentError) return [];
    throw error;
  }
}

describe('a list of pairings', () => {
  it('has a link a line, and whatever else stands there is its name', () => {
    const text = `${linkOf(1)}\r\n\r\nTest one; ${linkOf(2)}\n"${linkOf(3)}",spare\n`;
    expect(seen(text)).toEqual([
      [1, '', 'verify.example.com', 'waiting'],
      [2, 'Test one', 'verify.example.com', 'waiting'],
      [3, 'spare', 'verify.example.com', 'waiting'],
    ]);
  });

  it('has a sign-in name and its key a line, however they are parted', () => {
    const [one, two, three] = [typedOf(1), typedOf(2), typedOf(3)];
    const text = `anna@verify.example.com ${one.slice(0, 4)}-${one.slice(4)}\nben@verify.example.com,${two.toLowerCase()}\n"cleo@verify.example.com";"${three}"`;
    expect(readPairingLines(text).map(({ key }) => key)).toEqual([
      { signInName: 'anna@verify.example.com', key: one },
      { signInName: 'ben@verify.example.com', key: two },
      { signInName: 'cleo@verify.example.com', key: three },
    ]);
  });

  it('may be the table that the verifier makes, in which some got no key', () => {
    const table = [
      'subscriber,link,key,expires,error',
      `anna,${linkOf(1)},${typedOf(1)},2026-11-29T12:00:00Z,`,
      'nobody,,,,not-found',
      `"ben, the second",${linkOf(2)},,2026-11-29T12:00:00Z,`,
    ].join('\r\n');
    expect(seen(`\uFEFF${table}`)).toEqual([
      [1, 'anna', 'verify.example.com', 'waiting'],
      [2, 'nobody', '', 'failed', 'line-unknown'],
      [3, 'ben, the second', 'verify.example.com', 'waiting'],
    ]);
  });

  it('may be a table of sign-in names and keys, with other columns around, parted by semicolons or tabs', () => {
    for (const delimiter of [';', '\t']) {
      const table = [
        ['Site', 'Sign-in name', 'Key'],
        ['Vienna', 'anna@verify.example.com', typedOf(1)],
      ];
      expect(seen(table.map((row) => row.join(delimiter)).join('\n'))).toEqual([
        [1, 'anna@verify.example.com', 'verify.example.com', 'waiting'],
      ]);
    }
  });

  it('says of each line what is wrong with it, and keeps the others', () => {
    const text = [
      linkOf(1),
      'deskfob://pair?issuer=https://verify.example.com&key=SHORT',
      'anna@verify.example.com SHORT',
      'an@na@x KEY',
      '1234',
    ];
    expect(readPairingLines(text.join('\n')).map(({ error }) => error)).toEqual([
      undefined,
      'link-malformed',
      'key-malformed',
      'name-malformed',
      'line-unknown',
    ]);
  });

  it('takes a key once, however often it stands there', () => {
    expect(readPairingLines([linkOf(1), linkOf(2), `again ${linkOf(1)}`].join('\n')).map(({ state }) => state)).toEqual([
      'waiting',
      'waiting',
      'duplicate',
    ]);
  });

  it.each([
    ['', 'list-empty'],
    [' \n\n', 'list-empty'],
    ['Hello\nWorld', 'list-empty'],
    ['subscriber,link,key\nanna,,', 'list-empty'],
    ['subscriber,link\n"anna,x', 'list-damaged'],
    [`${linkOf(1)}\n`.repeat(1_001), 'list-too-long'],
    ['x'.repeat(1_048_577), 'list-too-long'],
  ])('refuses %.40j as %s', async (text, code) => {
    await expectCode(() => readPairingLines(text), code);
  });

  it('shows names without what nobody sees', () => {
    expect(readPairingLines(`\u202Eanna\u0000 ${linkOf(1)}`)[0]?.name).toBe('anna');
  });

  it('reads as many lines as were written, in their order, whatever stands between them', () => {
    const number = fc.integer({ min: 0, max: 2 ** 16 - 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(number, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n', '\n\n', '\r'),
        (numbers, between) => {
          const lines = readPairingLines(numbers.map(linkOf).join(between));
          expect(lines.map(({ key }) => key)).toEqual(numbers.map((n) => ({ link: linkOf(n) })));
          expect(lines.map((line) => line.number)).toEqual(numbers.map((_, at) => at + 1));
        },
      ),
    );
  });

  it('makes something known of whatever a person brings', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(linkOf(1), 'subscriber,link,key', 'a@b.example', '"', ',', '\n', ';', '\t'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join('');
        expect(typeof isPairingList(text)).toBe('boolean');
        for (const line of linesOrNone(text)) expect(line.state === 'waiting').toBe(line.key !== undefined);
      }),
    );
  });
});

describe('what is a list of pairings', () => {
  it.each([
    [linkOf(1), true],
    [`subscriber,link\nanna,${linkOf(1)}`, true],
    ['signInName,key\nanna@verify.example.com,K', true],
    ['otpauth://totp/ACME?secret=GEZDGNBV', false],
    ['name,login_uri,login_totp\nACME,https://acme.example,GEZDGNBV', false],
    ['"Group","Title","Username","Password","URL","Notes","TOTP"\n', false],
    ['{"version":1}', false],
  ])('%.40j: %s', (text, is) => {
    expect(isPairingList(text)).toBe(is);
  });
});
