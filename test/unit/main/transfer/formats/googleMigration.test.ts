import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { googleMigration, isMigrationUri, readMigration } from '../../../../../src/main/transfer/formats/googleMigration.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const damaged = new TransferError('file-damaged');
const SECRET = [0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde, 0xad, 0xbe, 0xef];
const BASE32 = 'JBSWY3DPEHPK3PXP';

/** Protobuf by hand. */
function varint(value: bigint | number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}
const number = (field: number, value: bigint | number): number[] => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: readonly number[]): number[] => [...varint((field << 3) | 2), ...varint(value.length), ...value];
const text = (field: number, value: string): number[] => bytes(field, [...new TextEncoder().encode(value)]);

interface Sample {
  readonly secret?: readonly number[];
  readonly name?: string;
  readonly issuer?: string;
  readonly algorithm?: number;
  readonly digits?: number;
  readonly type?: number;
  readonly counter?: bigint | number;
}
function account({ secret = SECRET, name, issuer, algorithm, digits, type = 2, counter }: Sample): number[] {
  return bytes(1, [
    ...bytes(1, secret),
    ...(name === undefined ? [] : text(2, name)),
    ...(issuer === undefined ? [] : text(3, issuer)),
    ...(algorithm === undefined ? [] : number(4, algorithm)),
    ...(digits === undefined ? [] : number(5, digits)),
    ...number(6, type),
    ...(counter === undefined ? [] : number(7, counter)),
  ]);
}
const batchOf = (id: bigint | number, size: number, index: number): number[] => [
  ...number(2, 1),
  ...number(3, size),
  ...number(4, index),
  ...number(5, id),
];
const uriOf = (message: readonly number[]): string =>
  `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(message).toString('base64'))}`;
const entriesOf = (message: readonly number[]): ImportedEntry[] => readMigration(uriOf(message)).entries;
const named = (name: string, batch: readonly number[]): string => uriOf([...account({ name }), ...batch]);

const read = (content: string): Promise<ImportedEntry[]> => googleMigration.read(ImportFile.ofText(content), undefined);
const namesOf = async (content: string): Promise<string[]> => (await read(content)).map(({ name }) => name);
const matches = (content: string): boolean => googleMigration.matches(ImportFile.ofText(content));

describe('a code of Google Authenticator', () => {
  it('is read in full', () => {
    const message = [
      ...account({ name: 'anna', issuer: 'ACME', algorithm: 1, digits: 1 }),
      ...account({ name: 'ben', issuer: 'ACME', algorithm: 3, digits: 2, type: 1, counter: 7 }),
      ...account({ name: 'eva', issuer: 'ÄCME 好', algorithm: 2, digits: 1, type: 2 }),
      ...batchOf(-25_000, 3, 1),
    ];
    expect(readMigration(uriOf(message))).toEqual({
      batch: { id: -25_000, size: 3, index: 1 },
      entries: [
        {
          name: 'ACME – anna',
          account: { issuer: 'ACME', label: 'anna', otp: { type: 'totp', secret: BASE32, algorithm: 'SHA1', digits: 6, period: 30 } },
        },
        {
          name: 'ACME – ben',
          account: { issuer: 'ACME', label: 'ben', otp: { type: 'hotp', secret: BASE32, algorithm: 'SHA512', digits: 8, counter: 7 } },
        },
        {
          name: 'ÄCME 好 – eva',
          account: { issuer: 'ÄCME 好', label: 'eva', otp: { type: 'totp', secret: BASE32, algorithm: 'SHA256', digits: 6, period: 30 } },
        },
      ],
    });
  });

  it('takes defaults for what is not said', () => {
    const otp = { type: 'totp', secret: BASE32, algorithm: 'SHA1', digits: 6, period: 30 };
    expect(entriesOf(account({ name: 'a', algorithm: 0, digits: 0, type: 0 }))).toEqual([
      { name: 'a', account: { issuer: '', label: 'a', otp } },
    ]);
    expect(entriesOf(bytes(1, [...bytes(1, SECRET), ...text(2, 'a')]))).toEqual([{ name: 'a', account: { issuer: '', label: 'a', otp } }]);
    expect(entriesOf(account({ type: 1 }))).toMatchObject([{ name: '', account: { otp: { type: 'hotp', counter: 0 } } }]);
  });

  it('finds the issuer before the name, too', () => {
    expect(entriesOf(account({ name: 'ACME:anna' }))).toMatchObject([{ account: { issuer: 'ACME', label: 'anna' } }]);
    expect(entriesOf(account({ name: 'ACME: anna', issuer: '' }))).toMatchObject([{ account: { issuer: 'ACME', label: 'anna' } }]);
    expect(entriesOf(account({ name: 'ACME:anna', issuer: 'ACME' }))).toMatchObject([{ account: { issuer: 'ACME', label: 'anna' } }]);
    expect(entriesOf(account({ name: 'Slack:anna', issuer: 'ACME' }))).toMatchObject([
      { account: { issuer: 'ACME', label: 'Slack:anna' } },
    ]);
    expect(entriesOf(account({ name: 'anna', issuer: 'ACME' }))).toMatchObject([{ account: { issuer: 'ACME', label: 'anna' } }]);
  });

  it('names what can not be computed, and reads on', () => {
    const message = [
      ...account({ name: 'a', algorithm: 4 }),
      ...account({ name: 'b', algorithm: 9 }),
      ...account({ name: 'c', digits: 3 }),
      ...account({ name: 'd', type: 3 }),
      ...account({ name: 'e', secret: [] }),
      ...account({ name: 'f', secret: Array.from({ length: 513 }, () => 1) }),
      ...account({ name: 'g', type: 1, counter: 2n ** 64n - 1n }),
      ...account({ name: 'h', type: 1, counter: 2n ** 53n }),
      ...account({ name: 'i', type: 1, counter: -1n }),
      ...bytes(1, [...text(3, 'ACME'), ...text(2, 'j'), 0x0a, 100, 1]),
      ...bytes(1, [...text(2, 'k'), 0x0b]),
      ...bytes(1, []),
      ...account({ name: 'z', type: 1, counter: 2n ** 53n - 1n }),
    ];
    expect(entriesOf(message)).toMatchObject([
      { name: 'a', problem: 'algorithm-unsupported' },
      { name: 'b', problem: 'algorithm-unsupported' },
      { name: 'c', problem: 'digits-unsupported' },
      { name: 'd', problem: 'type-unsupported' },
      { name: 'e', problem: 'secret-missing' },
      { name: 'f', problem: 'secret-invalid' },
      { name: 'g', problem: 'counter-unsupported' },
      { name: 'h', problem: 'counter-unsupported' },
      { name: 'i', problem: 'counter-unsupported' },
      { name: 'ACME – j', problem: 'unreadable' },
      { name: 'k', problem: 'unreadable' },
      { name: '', problem: 'secret-missing' },
      { name: 'z', account: { otp: { counter: Number.MAX_SAFE_INTEGER } } },
    ]);
  });

  it('skips fields that are new, and those of another kind than known', () => {
    const inner = [
      ...bytes(1, SECRET),
      ...text(2, 'anna'),
      ...text(8, 'b2f1'),
      ...number(99, 5),
      0x4d,
      1,
      2,
      3,
      4,
      0x51,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ];
    const odd = [...number(2, 5), ...text(4, 'x'), ...text(7, 'y'), ...number(1, 3)];
    const message = [
      ...text(9, 'new'),
      ...number(1, 7),
      ...text(3, 'x'),
      ...bytes(1, [...odd, ...inner, ...odd]),
      ...number(77, 2n ** 63n),
    ];
    expect(readMigration(uriOf(message))).toMatchObject({
      batch: undefined,
      entries: [{ name: 'anna', account: { otp: { secret: BASE32 } } }],
    });
  });

  it('stands for itself when it says no batch, and may have no number', () => {
    expect(readMigration(uriOf(account({}))).batch).toBeUndefined();
    expect(readMigration(uriOf([...account({}), ...number(2, 2), ...number(3, 2), ...number(4, 1)])).batch).toEqual({
      id: 0,
      size: 2,
      index: 1,
    });
    expect(readMigration(uriOf([...account({}), ...number(3, 1)])).batch).toEqual({ id: 0, size: 1, index: 0 });
    expect(entriesOf(batchOf(5, 1, 0))).toEqual([]);
  });

  it('is read in every spelling of base64', () => {
    // 0xfb 0xef 0xbe are four times + in base64, 0xff 0xff 0xff four times /.
    const secret = [0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0xfb, 0xef, 0xbe];
    for (const name of ['', 'a', 'ab']) {
      const message = account({ secret, name });
      const plain = Buffer.from(message).toString('base64');
      const expected = entriesOf(message);
      expect(plain).toMatch(name === '' ? /[+/]{3}/ : /^[A-Za-z0-9+/]+=*$/);
      for (const data of [
        plain,
        plain.replaceAll('+', ' '),
        plain.replaceAll('+', '%20'),
        plain.replaceAll('+', '-').replaceAll('/', '_'),
        Buffer.from(message).toString('base64url'),
        plain.replaceAll('=', ''),
        `${encodeURIComponent(plain)}&utm=x`,
        encodeURIComponent(plain).replaceAll('%2B', '%2b').replaceAll('%2F', '%2f'),
      ])
        expect(readMigration(`otpauth-migration://offline?data=${data}`).entries, data).toEqual(expected);
      expect(readMigration(` OTPAUTH-Migration://OFFLINE/?x=data=&Data=${plain}\n`).entries).toEqual(expected);
    }
  });

  it('is recognised, also when it is damaged', () => {
    expect(isMigrationUri('otpauth-migration://offline?data=CgA')).toBe(true);
    expect(isMigrationUri(' OTPAUTH-MIGRATION://')).toBe(true);
    expect(isMigrationUri('otpauth://totp/a?secret=b')).toBe(false);
    expect(isMigrationUri('x otpauth-migration://offline')).toBe(false);
  });

  it('is refused when its message is broken', () => {
    const good = [...account({ name: 'anna' }), ...batchOf(5, 2, 0)];
    for (const message of [
      good.slice(0, 10),
      [...good, 0x08],
      [...good, 0x08, 0xff],
      [...good, 0x00, 0x00],
      [...good, 0x0b],
      [...good, 0x0a, 200],
      [...good, 0x48, ...Array.from({ length: 11 }, () => 0xff)],
      [...good, 0x0a, ...varint(2n ** 64n - 1n)],
      [...good, 0x5a, ...varint(2n ** 62n), 1],
      [...good, 0x49, 1, 2],
      [...good, 0x4d, 1],
      batchOf(5, 2, 2),
      batchOf(5, 2, -1),
      batchOf(5, -2, 0),
      batchOf(5, 1_001, 0),
    ])
      expect(() => readMigration(uriOf(message)), String(message)).toThrow(damaged);
    for (const uri of [
      '',
      'otpauth-migration://',
      'otpauth-migration://offline',
      'otpauth-migration://offline?data=',
      'otpauth-migration://offline?date=CgA',
      'otpauth-migration://online?data=CgA',
      'otpauth-migration://offline?data=CgA%zz',
      'otpauth-migration://offline?data=Cg.A',
      'otpauth-migration://offline?data=CgA%3D%3D%3D',
      'otpauth-migration://offline?data=CgAAA',
      `otpauth-migration://offline?data=${'A'.repeat(1_000_000)}`,
    ])
      expect(() => readMigration(uri), uri.slice(0, 60)).toThrow(damaged);
  });

  it('is refused when it holds more accounts than anybody has', () => {
    expect(() => readMigration(uriOf(Array.from({ length: 10_001 }, () => [0x0a, 0]).flat()))).toThrow(new TransferError('file-too-many'));
  });

  it('never tells a secret in an error', () => {
    const uri = uriOf(account({}).slice(0, -3));
    expect(() => readMigration(uri)).toThrow(/^file-damaged$/);
  });
});

describe('a file of codes', () => {
  const one = named('one', batchOf(9, 3, 0));
  const two = named('two', batchOf(9, 3, 1));
  const three = named('three', batchOf(9, 3, 2));

  it('is recognised by its first line that says something', () => {
    for (const content of [one, `\uFEFF${one}\r\n`, `# codes\n\n${one}\n${two}`, `${one}\nrubbish`]) expect(matches(content)).toBe(true);
    for (const content of ['', '#', 'otpauth://totp/a?secret=MFRGGZDF', `x\n${one}`, `{"a":"${one}"}`, `["${one}"]`])
      expect(matches(content)).toBe(false);
    expect(googleMigration.matches(new ImportFile(Uint8Array.of(0xff, 0xd8)))).toBe(false);
    expect(googleMigration.isSealed(ImportFile.ofText(one))).toBe(false);
  });

  it('is read whole, in the order of its codes, each code once', async () => {
    expect(await namesOf(`${three}\n${one}\n${three}\r\n# x\n\n${two}\n${one}`)).toEqual(['one', 'two', 'three']);
  });

  it('may hold several transfers and single codes', async () => {
    const other = [named('four', batchOf(-8, 2, 1)), named('five', batchOf(-8, 2, 0))];
    const single = named('six', []);
    expect(await namesOf([two, ...other, single, one, single, three].join('\n'))).toEqual(['one', 'two', 'three', 'five', 'four', 'six']);
  });

  it('keeps single codes apart that have the same number', async () => {
    expect(await namesOf([named('a', batchOf(0, 1, 0)), named('b', batchOf(0, 1, 0)), named('c', batchOf(0, 1, 0))].join('\n'))).toEqual([
      'a',
      'b',
      'c',
    ]);
    const transfers = ['a', 'b', 'c', 'd'].map((name, index) => named(name, batchOf(0, 2, index % 2)));
    expect(await namesOf(transfers.join('\n'))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused when a code is missing, damaged, or contradicts another', async () => {
    await expect(read(`${one}\n${three}`)).rejects.toEqual(damaged);
    await expect(read(`${one}\n${two}\n${three.slice(0, -8)}`)).rejects.toEqual(damaged);
    await expect(read(`${one}\n${named('x', batchOf(9, 3, 0))}\n${two}\n${three}`)).rejects.toEqual(damaged);
    await expect(read(`${one}\n${two}\n${named('three', batchOf(9, 4, 2))}`)).rejects.toEqual(damaged);
  });

  it('shows every other line', async () => {
    const content = [one, 'rubbish', two, 'rubbish', 'otpauth://totp/ben?secret=MFRGGZDF', three].join('\n');
    expect(await read(content)).toMatchObject([
      { name: 'one' },
      { name: 'two' },
      { name: 'three' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: 'ben', account: {} },
    ]);
  });

  it('is refused when it has more lines than anybody has', async () => {
    await expect(read(`${named('a', [])}\n${'x\n'.repeat(10_001)}`)).rejects.toEqual(new TransferError('file-too-many'));
  });

  it('costs little, whatever stands in it', async () => {
    const started = performance.now();
    for (const part of ['&', 'data=', 'A&data', '%', ' ', '=', '\t'])
      await expect(read(`otpauth-migration://offline?${part.repeat(150_000)}`)).rejects.toEqual(damaged);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

async function answers(file: ImportFile): Promise<void> {
  googleMigration.matches(file);
  const outcome: unknown = await googleMigration.read(file, undefined).catch((error: unknown) => error);
  expect(Array.isArray(outcome) || outcome instanceof TransferError).toBe(true);
}

describe('any file at all', () => {
  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (content) => answers(new ImportFile(content))));
    await fc.assert(fc.asyncProperty(fc.json(), (json) => answers(ImportFile.ofText(json))));
  });

  it('may hold any message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), (message) => answers(ImportFile.ofText(uriOf([...message])))),
      { numRuns: 2_000 },
    );
  });

  it('may be a good one that was cut or altered, as text or as message', async () => {
    const message = [
      ...account({ name: 'ACME:änna', issuer: 'ACME', type: 1, counter: 2n ** 40n }),
      ...account({ name: 'b' }),
      ...batchOf(-7, 1, 0),
    ];
    const content = `${uriOf(message)}\n`;
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.nat(1_000), fc.integer({ min: 1, max: 255 }), async (end, at, flip) => {
        const flipped = (byte: number, index: number, all: { length: number }): number => (index === at % all.length ? byte ^ flip : byte);
        const file = new TextEncoder().encode(content);
        await answers(new ImportFile(file.slice(0, end % file.length)));
        await answers(new ImportFile(file.map(flipped)));
        await answers(ImportFile.ofText(uriOf(message.slice(0, end % message.length))));
        await answers(ImportFile.ofText(uriOf(message.map(flipped))));
      }),
      { numRuns: 500 },
    );
  });
});
