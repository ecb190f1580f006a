import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, type ZipWriterAddDataOptions } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raivo } from '../../../../../src/main/transfer/formats/raivo.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const PASSWORD = 'correct horse · 馬';
const NAME = 'raivo-otp-export.json';
const MIB = 2 ** 20;

const password = {
  pinned: 'false',
  iconValue: 'acme.png',
  secret: 'JBSWY3DPEHPK3PXP',
  issuer: 'ACME',
  counter: '0',
  account: 'anna',
  iconType: 'raivo_repository',
  algorithm: 'SHA1',
  kind: 'TOTP',
  digits: '6',
  timer: '30',
};
const list = [password, { ...password, issuer: 'Bank', kind: 'HOTP', counter: '41', algorithm: 'SHA512', digits: '8', pinned: 'true' }];
const entries: ImportedEntry[] = [
  {
    name: 'ACME – anna',
    account: { issuer: 'ACME', label: 'anna', otp: { type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 } },
  },
  {
    name: 'Bank – anna',
    account: {
      issuer: 'Bank',
      label: 'anna',
      otp: { type: 'hotp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA512', digits: 8, counter: 41 },
      isPinned: true,
    },
  },
];

const AES: ZipWriterAddDataOptions = { password: PASSWORD, encryptionStrength: 3 };
const ZIP_CRYPTO: ZipWriterAddDataOptions = { password: PASSWORD, zipCrypto: true };

async function zipOf(files: readonly (readonly [string, string | Uint8Array])[], options: ZipWriterAddDataOptions): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, content] of files) {
    await (typeof content === 'string'
      ? zip.add(name, new TextReader(content), options)
      : zip.add(name, new Uint8ArrayReader(content), options));
  }
  return await zip.close();
}

/** As the app writes it: a page to look at, and the list. */
const exportOf = async (options: ZipWriterAddDataOptions, content: string | Uint8Array = JSON.stringify(list)): Promise<Uint8Array> =>
  await zipOf(
    [
      ['raivo-otp-export.html', '<html></html>'],
      [NAME, content],
    ],
    options,
  );

async function fails(bytes: Uint8Array, code: string, typed: string | undefined = PASSWORD): Promise<void> {
  expect(raivo.matches(new ImportFile(bytes))).toBe(true);
  await expect(raivo.read(new ImportFile(bytes), typed)).rejects.toMatchObject({ name: 'TransferError', code });
}

const fileOf = (json: unknown): ImportFile => ImportFile.ofText(JSON.stringify(json));
const one = async (changes: object): Promise<ImportedEntry | undefined> =>
  (await raivo.read(fileOf([{ ...password, ...changes }]), undefined))[0];

describe("Raivo's list by itself", () => {
  it('gives its accounts without a password', async () => {
    expect(raivo.matches(fileOf(list))).toBe(true);
    expect(raivo.isSealed(fileOf(list))).toBe(false);
    expect(await raivo.read(fileOf(list), undefined)).toEqual(entries);
  });

  it('says what is wrong with an account', async () => {
    expect(await one({ kind: 'OCRA' })).toMatchObject({ name: 'ACME – anna', problem: 'type-unsupported' });
    expect(await one({ algorithm: 'MD5' })).toMatchObject({ problem: 'algorithm-unsupported' });
    expect(await one({ digits: '5' })).toMatchObject({ problem: 'digits-unsupported' });
    expect(await one({ timer: 'thirty' })).toMatchObject({ problem: 'period-unsupported' });
    expect(await one({ kind: 'HOTP', counter: '-1' })).toMatchObject({ problem: 'counter-unsupported' });
    expect(await one({ secret: 'what?' })).toMatchObject({ problem: 'secret-invalid' });
    expect(await one({ secret: '' })).toMatchObject({ problem: 'secret-missing' });
  });

  it('pins nothing on any other word', async () => {
    for (const pinned of ['True', '1', 'false', true]) expect(await one({ pinned })).not.toHaveProperty('account.isPinned');
  });

  it('keeps what is no account at all as unreadable', async () => {
    expect(await raivo.read(fileOf([7, password, null]), undefined)).toMatchObject([
      { name: '', problem: 'unreadable' },
      { name: 'ACME – anna' },
      { name: '', problem: 'unreadable' },
    ]);
  });

  it.each([
    ['[]'],
    ['{}'],
    [JSON.stringify(password)],
    [
      JSON.stringify([
        { secret: 'JBSWY3DPEHPK3PXP', issuer: 'ACME', label: 'anna', digits: 6, type: 'TOTP', algorithm: 'SHA1', period: 30 },
      ]),
    ],
    [NAME],
    [''],
  ])('is not seen in %s', (text) => {
    expect(raivo.matches(ImportFile.ofText(text))).toBe(false);
  });
});

describe("Raivo's zip", () => {
  it.each([
    ['AES', AES],
    ['the older encryption', ZIP_CRYPTO],
    ['no compression', { ...AES, level: 0 }],
  ])('gives its accounts under %s', async (_, options) => {
    const file = new ImportFile(await exportOf(options));
    expect(raivo.matches(file)).toBe(true);
    expect(raivo.isSealed(file)).toBe(true);
    expect(await raivo.read(file, PASSWORD)).toEqual(entries);
  });

  it('needs no password when nothing in it is sealed, even in a folder', async () => {
    const file = new ImportFile(await zipOf([[`Raivo/export/${NAME}`, JSON.stringify(list)]], {}));
    expect(raivo.isSealed(file)).toBe(false);
    expect(await raivo.read(file, undefined)).toEqual(entries);
  });

  it.each([
    ['AES', AES],
    ['the older encryption', ZIP_CRYPTO],
  ])('refuses a wrong password, or none, under %s', async (_, options) => {
    const bytes = await exportOf(options);
    await fails(bytes, 'password-wrong', 'correct horse');
    await fails(bytes, 'password-wrong', '');
    await expect(raivo.read(new ImportFile(bytes), undefined)).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it('refuses every wrong password, though one in 256 passes the check of the older encryption', async () => {
    const bytes = await exportOf(ZIP_CRYPTO);
    for (let number = 0; number < 600; number += 1) await fails(bytes, 'password-wrong', `wrong ${String(number)}`);
  });

  it('is damaged when its list was altered under AES', async () => {
    const bytes = Buffer.from(await exportOf(AES));
    // Beyond the name: salt of 16, check of 2, then the list.
    const at = bytes.indexOf(NAME) + NAME.length + 60;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await fails(bytes, 'file-damaged');
  });

  it('is damaged when the list is none', async () => {
    await fails(await exportOf(AES, '{"message": "Could not retrieve OTPs from Realm"}'), 'file-damaged');
    await fails(await exportOf(AES, 'no JSON'), 'file-damaged');
  });

  it('is damaged when only its bytes, and no entry, have the name', async () => {
    await fails(await zipOf([['other.json', NAME]], { level: 0 }), 'file-damaged');
  });

  it('is damaged with more than a thousand entries', async () => {
    const many = Array.from({ length: 1000 }, (_, number) => [`${String(number)}.txt`, ''] as const);
    await fails(await zipOf([[NAME, '[]'], ...many], {}), 'file-damaged');
    expect(await raivo.read(new ImportFile(await zipOf([[NAME, '[]'], ...many.slice(1)], {})), undefined)).toEqual([]);
  });

  it('is too large when its list says so', async () => {
    await fails(await exportOf({}, new Uint8Array(16 * MIB + 1)), 'file-too-large');
  });

  it('unpacks no more than its headers say, or than any list has', async () => {
    const bytes = Buffer.from(await exportOf({ dataDescriptor: false }, new Uint8Array(200 * MIB)));
    const records = [
      { magic: 'PK\u0001\u0002', nameAt: 46, sizeAt: 24 },
      { magic: 'PK\u0003\u0004', nameAt: 30, sizeAt: 22 },
    ];
    for (const { magic, nameAt, sizeAt } of records) {
      for (let at = bytes.indexOf(NAME); at >= 0; at = bytes.indexOf(NAME, at + 1)) {
        const record = at - nameAt;
        if (record < 0 || bytes.toString('latin1', record, record + 4) !== magic) continue;
        expect(bytes.readUInt32LE(record + sizeAt)).toBe(200 * MIB);
        bytes.writeUInt32LE(15 * MIB, record + sizeAt);
      }
    }
    const before = process.memoryUsage();
    await expect(raivo.read(new ImportFile(bytes), undefined)).rejects.toBeInstanceOf(TransferError);
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(100 * MIB);
  });

  it('leaves nothing running', async () => {
    const before = process.getActiveResourcesInfo().length;
    const bytes = await exportOf(AES);
    await raivo.read(new ImportFile(bytes), PASSWORD);
    await fails(bytes, 'password-wrong', 'wrong');
    const kinds = process.getActiveResourcesInfo();
    expect(kinds.filter((kind) => kind === 'MessagePort' || kind === 'Worker')).toEqual([]);
    expect(kinds.length).toBeLessThanOrEqual(before);
  });

  it.each([['PK\u0003\u0004'], ['PK\u0003\u0004 something else'], [`pk\u0003\u0004 ${NAME}`], [`PK\u0005\u0006 ${NAME}`]])(
    'is not seen in %j',
    (text) => {
      expect(raivo.matches(ImportFile.ofText(text))).toBe(false);
    },
  );

  it('asks for a password when no record can be read, and then is damaged', async () => {
    const file = ImportFile.ofText(`PK\u0003\u0004${NAME}`);
    expect(raivo.isSealed(file)).toBe(true);
    await expect(raivo.read(file, PASSWORD)).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('any file', () => {
  it('is answered, or said not to be readable', async () => {
    const files = fc.oneof(
      fc.uint8Array().map((bytes) => new ImportFile(bytes)),
      fc.json().map((text) => ImportFile.ofText(text)),
      fc.array(fc.oneof(fc.jsonValue(), fc.constant(password))).map(fileOf),
      fc.uint8Array().map((bytes) => new ImportFile(Buffer.concat([Buffer.from(`PK\u0003\u0004${NAME}`), bytes]))),
    );
    await fc.assert(fc.asyncProperty(files, answers));
  });

  it('is so too with a flipped bit or a missing end', async () => {
    const goods = [await exportOf(AES), await exportOf(ZIP_CRYPTO), await exportOf({})];
    const altered = fc.tuple(fc.constantFrom(...goods), fc.nat(), fc.nat(7), fc.boolean());
    await fc.assert(
      fc.asyncProperty(altered, async ([good, at, bit, isCut]) => {
        const bytes = Uint8Array.from(good);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        await answers(new ImportFile(isCut ? bytes.subarray(0, index) : bytes));
      }),
      { numRuns: 300 },
    );
  });
});

async function answers(file: ImportFile): Promise<void> {
  expect(typeof raivo.matches(file)).toBe('boolean');
  expect(typeof raivo.isSealed(file)).toBe('boolean');
  const answer: unknown = await raivo.read(file, PASSWORD).catch((error: unknown) => error);
  expect(Array.isArray(answer) || answer instanceof TransferError).toBe(true);
}
