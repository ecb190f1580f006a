import { argon2Sync, createCipheriv, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { stratum } from '../../../../../src/main/transfer/formats/stratum.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const PASSWORD = 'correct horse · 馬';

const authenticator = {
  Type: 2,
  Icon: 'acme',
  Issuer: 'ACME',
  Username: 'anna',
  Secret: 'JBSWY3DPEHPK3PXP',
  Pin: null,
  Algorithm: 0,
  Digits: 6,
  Period: 30,
  Counter: 0,
  CopyCount: 3,
  Ranking: 0,
};

const backup = {
  Authenticators: [authenticator, { ...authenticator, Type: 1, Issuer: 'Bank', Secret: 'GEZDGNBVGY3TQOJQ', Algorithm: 2, Counter: 7 }],
  Categories: [
    { Id: 'c1', Name: 'Work', Ranking: 0 },
    { Id: 'c2', Name: 'Home', Ranking: 1 },
  ],
  AuthenticatorCategories: [
    { CategoryId: 'c2', AuthenticatorSecret: 'JBSWY3DPEHPK3PXP', Ranking: 0 },
    { CategoryId: 'c1', AuthenticatorSecret: 'JBSWY3DPEHPK3PXP', Ranking: 0 },
    { CategoryId: 'gone', AuthenticatorSecret: 'GEZDGNBVGY3TQOJQ', Ranking: 0 },
  ],
  CustomIcons: [],
};

const entries: ImportedEntry[] = [
  {
    name: 'ACME – anna',
    account: {
      issuer: 'ACME',
      label: 'anna',
      otp: { type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 },
      tags: ['Home', 'Work'],
    },
  },
  {
    name: 'Bank – anna',
    account: {
      issuer: 'Bank',
      label: 'anna',
      otp: { type: 'hotp', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA512', digits: 6, counter: 7 },
    },
  },
];

const plainOf = (content: unknown): ImportFile => ImportFile.ofText(JSON.stringify(content));
const one = async (changes: object): Promise<ImportedEntry | undefined> =>
  (await stratum.read(plainOf({ Authenticators: [{ ...authenticator, ...changes }] }), undefined))[0];

function strongOf(text: string): Uint8Array {
  const salt = Buffer.alloc(16, 1);
  const iv = Buffer.alloc(12, 2);
  const key = argon2Sync('argon2id', { message: PASSWORD, nonce: salt, parallelism: 4, tagLength: 32, memory: 64 * 1024, passes: 3 });
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([Buffer.from('AUTHENTICATORPRO'), salt, iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function legacyOf(text: string): Uint8Array {
  const salt = Buffer.alloc(20, 3);
  const iv = Buffer.alloc(16, 4);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(PASSWORD, salt, 64_000, 32, 'sha1'), iv);
  return Buffer.concat([Buffer.from('AuthenticatorPro'), salt, iv, cipher.update(text), cipher.final()]);
}

async function fails(bytes: Uint8Array, code: string, password: string | undefined = PASSWORD): Promise<void> {
  await expect(stratum.read(new ImportFile(bytes), password)).rejects.toMatchObject({ name: 'TransferError', code });
}

describe('a plain backup of Stratum', () => {
  it('gives its accounts, and its categories as their tags', async () => {
    expect(stratum.matches(plainOf(backup))).toBe(true);
    expect(stratum.isSealed(plainOf(backup))).toBe(false);
    expect(await stratum.read(plainOf(backup), undefined)).toEqual(entries);
  });

  it('gives Steam accounts', async () => {
    expect(await one({ Type: 4, Digits: 5 })).toMatchObject({ account: { otp: { type: 'steam', secret: 'JBSWY3DPEHPK3PXP' } } });
  });

  it.each([[3], [5], [0], [6], ['2'], [null], [{}]])('names an account of the type %j without taking it over', async (Type) => {
    expect(await one({ Type })).toEqual({ name: 'ACME – anna', problem: 'type-unsupported' });
  });

  it('reads the algorithms by their numbers', async () => {
    expect(await one({ Algorithm: 1 })).toMatchObject({ account: { otp: { algorithm: 'SHA256' } } });
    expect(await one({ Algorithm: 2 })).toMatchObject({ account: { otp: { algorithm: 'SHA512' } } });
    expect(await one({ Algorithm: 3 })).toMatchObject({ problem: 'algorithm-unsupported' });
  });

  it('says what else is wrong with an account', async () => {
    expect(await one({ Digits: 10 })).toMatchObject({ problem: 'digits-unsupported' });
    expect(await one({ Period: -1 })).toMatchObject({ problem: 'period-unsupported' });
    expect(await one({ Secret: 'what?' })).toMatchObject({ problem: 'secret-invalid' });
    expect(await one({ Secret: undefined })).toMatchObject({ problem: 'secret-missing' });
  });

  it('keeps what is no account at all as unreadable', async () => {
    const file = plainOf({ Authenticators: [7, authenticator, null] });
    expect(await stratum.read(file, undefined)).toMatchObject([
      { problem: 'unreadable' },
      { name: 'ACME – anna' },
      { problem: 'unreadable' },
    ]);
  });

  it('loses no account to broken categories', async () => {
    const file = plainOf({
      ...backup,
      Categories: [7, { Id: {} }, { Id: 'c1', Name: 'Work' }],
      AuthenticatorCategories: [null, ...backup.AuthenticatorCategories],
    });
    expect(await stratum.read(file, undefined)).toMatchObject([{ account: { tags: ['Work'] } }, { name: 'Bank – anna' }]);
  });

  it.each([['{}'], ['[]'], ['{"Authenticators":{}}'], ['{"Authenticators":null}'], ['{"authenticators":[]}'], ['AUTHENTICATOR'], ['']])(
    'is not seen in %s',
    (text) => {
      expect(stratum.matches(ImportFile.ofText(text))).toBe(false);
    },
  );
});

describe('a sealed backup of Stratum', () => {
  let strong: Uint8Array;
  let legacy: Uint8Array;

  beforeAll(() => {
    strong = strongOf(JSON.stringify(backup));
    legacy = legacyOf(JSON.stringify(backup));
  });

  it('asks for its password', () => {
    for (const bytes of [strong, legacy]) {
      expect(stratum.matches(new ImportFile(bytes))).toBe(true);
      expect(stratum.isSealed(new ImportFile(bytes))).toBe(true);
    }
  });

  it('gives its accounts', async () => {
    expect(await stratum.read(new ImportFile(strong), PASSWORD)).toEqual(entries);
  });

  it('gives its accounts in the form before Argon2id', async () => {
    expect(await stratum.read(new ImportFile(legacy), PASSWORD)).toEqual(entries);
  });

  it('refuses a wrong password, or none', async () => {
    for (const bytes of [strong, legacy]) {
      await fails(bytes, 'password-wrong', 'correct horse');
      await fails(bytes, 'password-wrong', '');
      await expect(stratum.read(new ImportFile(bytes), undefined)).rejects.toMatchObject({ code: 'password-wrong' });
    }
  });

  it('takes rubbish under a padding that looks right for a wrong password', async () => {
    await fails(legacyOf('no JSON'), 'password-wrong');
  });

  it('calls a content damaged that was sealed with the password and is none', async () => {
    await fails(strongOf('no JSON'), 'file-damaged');
    await fails(strongOf('{"Authenticators":7}'), 'file-damaged');
  });

  it('is damaged when it ends too early, before any password is asked for', async () => {
    for (const length of [16, 32, 44, 59])
      await expect(stratum.read(new ImportFile(strong.subarray(0, length)), undefined)).rejects.toMatchObject({ code: 'file-damaged' });
    for (const length of [16, 36, 52, 67, 69])
      await expect(stratum.read(new ImportFile(legacy.subarray(0, length)), undefined)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it('leaves the file as it was', async () => {
    const copy = Uint8Array.from(strong);
    await stratum.read(new ImportFile(strong), PASSWORD);
    expect(Buffer.compare(copy, strong)).toBe(0);
  });

  it('answers to a file with a flipped bit or a missing end, or says that it can not be read', async () => {
    const altered = fc.tuple(fc.boolean(), fc.nat(), fc.nat(7), fc.boolean());
    await fc.assert(
      fc.asyncProperty(altered, async ([isStrong, at, bit, isCut]) => {
        const bytes = Uint8Array.from(isStrong ? strong : legacy);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        await answers(new ImportFile(isCut ? bytes.subarray(0, index) : bytes));
      }),
      { numRuns: 25 },
    );
  });
});

describe('any file', () => {
  it('is answered, or said not to be readable', async () => {
    const member = fc.oneof(fc.jsonValue(), fc.constant(backup.Categories), fc.constant(backup.AuthenticatorCategories));
    const files = fc.oneof(
      fc.uint8Array().map((bytes) => new ImportFile(bytes)),
      fc.json().map((text) => ImportFile.ofText(text)),
      fc
        .record({
          Authenticators: fc.array(fc.oneof(fc.jsonValue(), fc.constant(authenticator))),
          Categories: member,
          AuthenticatorCategories: member,
        })
        .map(plainOf),
    );
    await fc.assert(fc.asyncProperty(files, answers));
  });
});

async function answers(file: ImportFile): Promise<void> {
  expect(typeof stratum.matches(file)).toBe('boolean');
  expect(typeof stratum.isSealed(file)).toBe('boolean');
  const answer: unknown = await stratum.read(file, PASSWORD).catch((error: unknown) => error);
  expect(Array.isArray(answer) || answer instanceof TransferError).toBe(true);
}
