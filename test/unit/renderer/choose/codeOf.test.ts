import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMigration } from '../../../../src/main/transfer/formats/googleMigration.ts';
import { otpauthUriOf } from '../../../../src/main/transfer/otpauthUri.ts';
import { formatPairingLink } from '../../../../src/protocol/pairingLink.ts';
import { codeOf } from '../../../../src/renderer/features/pairing/choose/codeOf.ts';
import { transferOf } from '../../../../src/renderer/features/pairing/choose/transferOf.ts';

const KEY = 'K7QF9M2X4T8WK7QF9M2X4T8W12';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
/** A name as `cleanName` of main leaves it. */
const name = fc
  .array(fc.constantFrom(...Array.from('abcÄß ñé日本アラبج.@-_+%&?#=/0189')), { maxLength: 30 })
  .map((letters) => letters.join('').replace(/\s+/g, ' ').trim());

describe('codeOf', () => {
  it('names the host of a pairing link, as main shows it later, and not its key', () => {
    for (const issuer of ['https://verify.acme.example', 'https://xn--bcher-kva.example:8443', 'http://127.0.0.1:4310'])
      expect(codeOf(formatPairingLink({ issuer, key: KEY }))).toEqual({ kind: 'pairing', host: new URL(issuer).host });
    expect(codeOf(` DESKFOB://pair?issuer=https%3A%2F%2Fa.example&key=${KEY}\n`)).toEqual({ kind: 'pairing', host: 'a.example' });
  });

  it('leaves the host of a damaged link out', () => {
    for (const link of [
      'deskfob:',
      'deskfob://pair',
      'deskfob://pair?issuer=nothing',
      'deskfob://pair?issuer=%E0%A4%A',
      'deskfob://%zz?issuer=x',
    ])
      expect(codeOf(link)).toEqual({ kind: 'pairing', host: '' });
  });

  it.each([
    [`otpauth://totp/GitHub:anna?secret=${SECRET}&issuer=GitHub`, 'GitHub', 'anna'],
    [`otpauth://totp/GitHub%3A%20anna?secret=${SECRET}`, 'GitHub', 'anna'],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=GitHub`, 'GitHub', 'anna'],
    [`otpauth://totp/anna?secret=${SECRET}`, '', 'anna'],
    [`otpauth://totp/Bank:AT:12?secret=${SECRET}&issuer=Other`, 'Other', 'Bank:AT:12'],
    [`otpauth://hotp/?issuer=%E0%A4%A&secret=${SECRET}`, '%E0%A4%A', ''],
    ['otpauth://', '', ''],
    ['otpauth:nonsense', '', ''],
    ['otpauth://totp/a%E2%80%AEb%00c:d%0Ae?secret=x', 'a b c', 'd e'],
  ])('names issuer and label of %s', (link, issuer, label) => {
    expect(codeOf(link)).toEqual({ kind: 'account', issuer, label });
  });

  it('names what the app itself writes into a code', () => {
    fc.assert(
      fc.property(
        name,
        name.filter((label) => !label.includes(':')),
        (issuer, label) => {
          const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 } as const;
          expect(codeOf(otpauthUriOf({ issuer, label, otp }))).toEqual({ kind: 'account', issuer, label });
        },
      ),
    );
  });

  it('leaves other texts alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/^\s*(deskfob|otpauth(-migration)?):/i.test(text)),
        (text) => codeOf(text) === undefined,
      ),
    );
  });

  it('shows no secret and nothing unseen of whatever follows the scheme, and never throws', () => {
    const names = fc.string({ unit: 'binary' }).filter((text) => !text.includes('?'));
    fc.assert(
      fc.property(fc.constantFrom('deskfob:', 'otpauth:', 'otpauth-migration:'), names, (scheme, rest) => {
        const code = codeOf(`${scheme}//${rest}?secret=${SECRET}&key=${KEY}`);
        const shown = Object.values(code ?? {}).join(' ');
        expect(code).toBeDefined();
        expect(shown).not.toMatch(/\p{C}/u);
        // A name may well be made to look like one; what stands in its place is not shown.
        expect(shown).not.toContain(KEY);
        expect(shown).not.toContain(SECRET);
        expect(shown.length).toBeLessThan(500);
      }),
    );
  });
});

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]);
const field = (number: number, value: number): number[] => [...varint(number * 8), ...varint(value)];
const bytesField = (number: number, bytes: readonly number[]): number[] => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const linkOf = (bytes: readonly number[]): string =>
  `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(bytes).toString('base64'))}`;

describe('transferOf', () => {
  it('says of a code of a transfer which one of how many it is, as main does', () => {
    const accounts = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 });
    fc.assert(
      fc.property(
        accounts,
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (entries, of, any, id) => {
          const index = any % of;
          const bytes = [
            ...entries.flatMap((one) => bytesField(1, [...one])),
            ...field(2, 1),
            ...field(3, of),
            ...field(4, index),
            ...field(5, id),
          ];
          const link = linkOf(bytes);
          expect(transferOf(link)).toEqual({ id, part: index + 1, of });
          expect(readMigration(link).batch).toEqual({ id, size: of, index });
        },
      ),
    );
  });

  it('reads what travelled as a URL, and counts one that says nothing as alone', () => {
    const bytes = [...field(3, 3), ...field(4, 1), ...field(5, 7)];
    const text = Buffer.from(bytes).toString('base64url');
    expect(transferOf(`otpauth-migration://offline?x=1&data=${text}`)).toEqual({ id: 7, part: 2, of: 3 });
    expect(transferOf(linkOf(bytesField(1, [1, 2, 3])))).toEqual({ id: 0, part: 1, of: 1 });
  });

  it('takes whatever it can not read for one that stands alone', () => {
    const alone = { id: 0, part: 1, of: 1 };
    for (const link of ['otpauth-migration:', 'otpauth-migration://offline?data=%', 'otpauth-migration://offline?data=!!!!'])
      expect(transferOf(link)).toEqual(alone);
    expect(transferOf(linkOf([...field(3, 0)]))).toEqual(alone);
    expect(transferOf(linkOf([...field(3, 2), ...field(4, 2)]))).toEqual(alone);
    expect(transferOf(linkOf([0x0a, 0xff, 0xff]))).toEqual(alone);
    expect(transferOf(linkOf(Array.from({ length: 20 }, () => 0xff)))).toEqual(alone);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { part, of } = transferOf(linkOf([...bytes]));
        expect(part).toBeGreaterThanOrEqual(1);
        expect(part).toBeLessThanOrEqual(of);
      }),
    );
  });
});
