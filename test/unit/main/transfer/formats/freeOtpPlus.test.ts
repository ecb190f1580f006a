import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeOtpPlus } from '../../../../../src/main/transfer/formats/freeOtpPlus.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const token = {
  algo: 'SHA1',
  counter: 0,
  digits: 6,
  issuerExt: 'ACME',
  issuerInt: 'ACME',
  label: 'anna@example.com',
  period: 30,
  // "Hello!" and four bytes above 127, as RFC 4648's base32 has JBSWY3DPEHPK3PXP for them.
  secret: [72, 101, 108, 108, 111, 33, -34, -83, -66, -17],
  type: 'TOTP',
};

const fileOf = (tokens: unknown, tokenOrder: unknown = []): ImportFile => ImportFile.ofText(JSON.stringify({ tokens, tokenOrder }));
const read = async (...tokens: unknown[]): Promise<ImportedEntry[]> => await freeOtpPlus.read(fileOf(tokens), undefined);
const one = async (changes: object): Promise<ImportedEntry | undefined> => (await read({ ...token, ...changes }))[0];

describe('an export of FreeOTP+', () => {
  it('gives the account that its signed bytes stand for', async () => {
    expect(await read(token)).toEqual([
      {
        name: 'ACME – anna@example.com',
        account: {
          issuer: 'ACME',
          label: 'anna@example.com',
          otp: { type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 },
        },
      },
    ]);
  });

  it('needs no password', () => {
    expect(freeOtpPlus.isSealed(fileOf([token]))).toBe(false);
  });

  it('keeps the order of its tokens and their number, whatever one of them is', async () => {
    const entries = await read({ ...token, label: 'z' }, 7, { ...token, label: 'a' }, null);
    expect(entries.map(({ name }) => name)).toEqual(['ACME – z', '', 'ACME – a', '']);
    expect(entries[1]).toEqual({ name: '', problem: 'unreadable' });
    expect(entries[3]).toEqual({ name: '', problem: 'unreadable' });
  });

  it.each([[[128]], [[-129]], [[1.5]], [['1']], [[null]], ['JBSWY3DP'], [7], [Array.from({ length: 513 }, () => 1)]])(
    'calls the secret %j invalid and keeps its name',
    async (secret) => {
      expect(await one({ secret })).toEqual({ name: 'ACME – anna@example.com', problem: 'secret-invalid' });
    },
  );

  it.each([[undefined], [null], [[]]])('calls the secret %j missing', async (secret) => {
    expect(await one({ secret })).toMatchObject({ problem: 'secret-missing' });
  });

  it('goes on with the counter of the next code, and with 0 where none was shown yet', async () => {
    expect(await one({ type: 'HOTP', counter: 41 })).toMatchObject({ account: { otp: { type: 'hotp', counter: 41 } } });
    expect(await one({ type: 'HOTP', counter: -1 })).toMatchObject({ account: { otp: { type: 'hotp', counter: 0 } } });
    expect(await one({ type: 'HOTP', counter: -2 })).toMatchObject({ problem: 'counter-unsupported' });
  });

  it('gives Steam codes where the app shows them', async () => {
    expect(await one({ issuerExt: 'Steam', digits: 5 })).toMatchObject({ account: { otp: { type: 'steam' } } });
    expect(await one({ issuerExt: 'Steam', digits: 6 })).toMatchObject({ account: { otp: { type: 'totp', digits: 6 } } });
    expect(await one({ digits: 5 })).toMatchObject({ problem: 'digits-unsupported' });
  });

  it('prefers the names that the person typed', async () => {
    expect(await one({ issuerAlt: 'Mine', labelAlt: 'me' })).toMatchObject({ name: 'Mine – me' });
    expect(await one({ issuerExt: '', issuerInt: 'Inside' })).toMatchObject({ account: { issuer: 'Inside' } });
  });

  it('keeps the category as the group', async () => {
    expect(await one({ category: 'Work' })).toMatchObject({ account: { group: 'Work' } });
  });

  it('says what is wrong with a token', async () => {
    expect(await one({ type: 'OCRA' })).toMatchObject({ problem: 'type-unsupported' });
    expect(await one({ algo: 'MD5' })).toMatchObject({ problem: 'algorithm-unsupported' });
    expect(await one({ period: 0 })).toMatchObject({ problem: 'period-unsupported' });
  });

  it.each([['{}'], ['[]'], ['{"tokens":[]}'], ['{"tokens":{},"tokenOrder":[]}'], ['{"tokenOrder":[]}'], ['"tokens"'], ['']])(
    'is not seen in %s',
    (text) => {
      expect(freeOtpPlus.matches(ImportFile.ofText(text))).toBe(false);
    },
  );

  it('is recognised, even without tokens', async () => {
    expect(freeOtpPlus.matches(fileOf([token], ['ACME:anna@example.com']))).toBe(true);
    expect(freeOtpPlus.matches(fileOf([]))).toBe(true);
    expect(await read()).toEqual([]);
  });

  it('answers to whatever it is given, or says that the file can not be read', async () => {
    const tokens = fc.array(fc.oneof(fc.jsonValue(), fc.record({ ...mapped(token) }, { requiredKeys: [] })));
    const files = fc.oneof(
      fc.uint8Array().map((bytes) => new ImportFile(bytes)),
      fc.json().map((text) => ImportFile.ofText(text)),
      tokens.map((list) => fileOf(list)),
    );
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        expect(typeof freeOtpPlus.matches(file)).toBe('boolean');
        const answer: unknown = await freeOtpPlus.read(file, undefined).catch((error: unknown) => error);
        expect(Array.isArray(answer) || answer instanceof TransferError).toBe(true);
      }),
    );
    await fc.assert(
      fc.asyncProperty(tokens, async (list) => {
        expect(await freeOtpPlus.read(fileOf(list), undefined)).toHaveLength(list.length);
      }),
    );
  });
});

function mapped(example: Readonly<Record<string, unknown>>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(example).map(([key, value]) => [key, fc.oneof(fc.constant(value), fc.jsonValue())]));
}
