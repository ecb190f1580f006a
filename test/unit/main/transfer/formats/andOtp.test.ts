import { createCipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andOtp } from '../../../../../src/main/transfer/formats/andOtp.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { answersOf } from './answers.ts';

const PASSWORD = 'correct horse – Zürich 🐎';
const SECRET = '4SJHB4GSD43FZBAI7C2HLRJGPQ';

const fileOf = (value: unknown): ImportFile => ImportFile.ofText(JSON.stringify(value));
const readPlain = (value: unknown): Promise<ImportedEntry[]> => andOtp.read(fileOf(value), undefined);

const entry = (fields: object = {}): object => ({
  secret: `${SECRET}======`,
  issuer: 'Deno',
  label: 'Mason',
  digits: 6,
  type: 'TOTP',
  algorithm: 'SHA1',
  thumbnail: 'Default',
  last_used: 1_608_146_844_162,
  used_frequency: 0,
  period: 30,
  tags: [],
  ...fields,
});

const DENO = {
  name: 'Deno – Mason',
  account: { issuer: 'Deno', label: 'Mason', otp: { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 } },
};

function sealedBytes(text: string, iterations = 1_000): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(iterations);
  const salt = randomBytes(12);
  return Buffer.concat([head, salt, sealedWith(pbkdf2Sync(PASSWORD, salt, iterations, 32, 'sha1'), text)]);
}

function sealedWith(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

const noise = (start: readonly number[], length = 100): ImportFile =>
  new ImportFile(Buffer.concat([Buffer.from(start), Buffer.alloc(length, 0xff)]));

const failsWith = async (reading: Promise<unknown>, code: string): Promise<void> => {
  await expect(reading).rejects.toMatchObject({ name: 'TransferError', code });
};

describe('a plain backup of andOTP', () => {
  it('gives every account in the order of the file', async () => {
    const file = fileOf([
      entry(),
      entry({ issuer: 'Air Canada', label: 'Ben', digits: 7, type: 'HOTP', algorithm: 'SHA256', period: undefined, counter: 50 }),
      entry({ issuer: 'Boeing', label: 'Sophia', digits: 5, type: 'STEAM', period: undefined }),
    ]);
    expect(andOtp.matches(file)).toBe(true);
    expect(andOtp.isSealed(file)).toBe(false);
    expect(await andOtp.read(file, undefined)).toEqual([
      DENO,
      {
        name: 'Air Canada – Ben',
        account: { issuer: 'Air Canada', label: 'Ben', otp: { type: 'hotp', secret: SECRET, algorithm: 'SHA256', digits: 7, counter: 50 } },
      },
      { name: 'Boeing – Sophia', account: { issuer: 'Boeing', label: 'Sophia', otp: { type: 'steam', secret: SECRET } } },
    ]);
  });

  it('keeps all tags', async () => {
    expect(await readPlain([entry({ tags: ['Work', 7, '', 'Home'] })])).toEqual([
      { ...DENO, account: { ...DENO.account, tags: ['Work', 'Home'] } },
    ]);
    expect(await readPlain([entry({ tags: 'Work' })])).toEqual([DENO]);
  });

  it('parts the two names that early versions kept in one', async () => {
    const early = (label: unknown): object => ({ secret: SECRET, label, period: 30 });
    const file = fileOf([
      early('Deno - Mason'),
      early('Mason'),
      early('Deno - a - b'),
      early(' - b'),
      entry({ issuer: '', label: 'a - b' }),
    ]);
    expect(andOtp.matches(file)).toBe(true);
    expect((await andOtp.read(file, undefined)).map(({ name }) => name)).toEqual(['Deno – Mason', 'Mason', 'Deno – a - b', '- b', 'a - b']);
  });

  it('takes the defaults of the app for what early versions did not write', async () => {
    expect(
      await readPlain([{ secret: SECRET, issuer: 'Deno', label: 'Mason', tags: null, type: null, algorithm: null, digits: null }]),
    ).toEqual([DENO]);
  });

  it('gives the rest when single entries are torn or unsupported', async () => {
    const entries = await readPlain([
      null,
      'x',
      [],
      entry({ type: 'MOTP', secret: 'e3152afee62599c8' }),
      entry({ secret: undefined }),
      entry({ secret: '1' }),
      entry({ algorithm: 'MD5' }),
      entry({ digits: 'six' }),
      entry({ period: -1 }),
      entry({ type: 'HOTP' }),
      entry(),
    ]);
    expect(entries).toEqual([
      ...Array.from({ length: 3 }, () => ({ name: '', problem: 'unreadable' })),
      { name: 'Deno – Mason', problem: 'type-unsupported' },
      { name: 'Deno – Mason', problem: 'secret-missing' },
      { name: 'Deno – Mason', problem: 'secret-invalid' },
      { name: 'Deno – Mason', problem: 'algorithm-unsupported' },
      { name: 'Deno – Mason', problem: 'digits-unsupported' },
      { name: 'Deno – Mason', problem: 'period-unsupported' },
      { name: 'Deno – Mason', problem: 'counter-unsupported' },
      DENO,
    ]);
  });
});

describe('a sealed backup of andOTP', () => {
  it.each([1_000, 150_000])('asks for its password, and opens with it after %i rounds', async (iterations) => {
    const file = new ImportFile(sealedBytes(JSON.stringify([entry(), 5]), iterations));
    expect(andOtp.matches(file)).toBe(true);
    expect(andOtp.isSealed(file)).toBe(true);
    expect(await andOtp.read(file, PASSWORD)).toEqual([DENO, { name: '', problem: 'unreadable' }]);
  });

  it('opens when it lies in the middle of other bytes', async () => {
    const bytes = sealedBytes('[]');
    const around = Buffer.concat([randomBytes(7), bytes, randomBytes(9)]);
    const file = new ImportFile(around.subarray(7, 7 + bytes.length));
    expect(andOtp.matches(file)).toBe(true);
    expect(await andOtp.read(file, PASSWORD)).toEqual([]);
  });

  it('says that the password is wrong, also of an altered file', async () => {
    const bytes = sealedBytes('[]');
    await failsWith(andOtp.read(new ImportFile(bytes), 'wrong'), 'password-wrong');
    await failsWith(andOtp.read(new ImportFile(bytes), ''), 'password-wrong');
    await failsWith(andOtp.read(new ImportFile(bytes), undefined), 'password-wrong');
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    await failsWith(andOtp.read(new ImportFile(bytes), PASSWORD), 'password-wrong');
  });

  it.each(['not json', '{"a":1}', '"[]"'])('says that it is damaged when what is inside is %s', async (text) => {
    await failsWith(andOtp.read(new ImportFile(sealedBytes(text)), PASSWORD), 'file-damaged');
  });
});

describe('recognising andOTP', () => {
  it.each([
    '[]',
    '{}',
    '[1]',
    '[{"secret":"AB","label":"x"}]',
    '[{"secret":"AB","issuer":"x","account":"y","kind":"TOTP","digits":"6","timer":"30","counter":"0","algorithm":"SHA1"}]',
    '{"secret":"AB","label":"x","type":"TOTP"}',
    '{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[]}}',
    '{"schemaVersion":4,"services":[]}',
  ])('leaves %s to others', (text) => {
    expect(andOtp.matches(ImportFile.ofText(text))).toBe(false);
  });

  it('finds a good entry among torn ones', () => {
    expect(andOtp.matches(fileOf([null, 5, entry()]))).toBe(true);
  });

  it('takes a binary file for a sealed backup only within the rounds that the app could have chosen', () => {
    const rounds = (count: number): ImportFile => noise([count >>> 24, (count >>> 16) & 255, (count >>> 8) & 255, count & 255]);
    for (const count of [1_000, 5_000, 140_000, 160_000, 1_000_000]) expect(andOtp.matches(rounds(count))).toBe(true);
    for (const count of [0, 999, 1_000_001, 2 ** 32 - 1]) expect(andOtp.matches(rounds(count))).toBe(false);
  });

  it('takes no file that is too short to hold anything, and no text', () => {
    expect(andOtp.matches(noise([0, 2, 0, 0], 42))).toBe(true);
    expect(andOtp.matches(noise([0, 2, 0, 0], 41))).toBe(false);
    expect(andOtp.matches(new ImportFile(Buffer.concat([Buffer.from([0, 2, 0, 0]), Buffer.alloc(100, 'a')])))).toBe(false);
    expect(andOtp.matches(new ImportFile(new Uint8Array()))).toBe(false);
  });

  it.each([
    ['a zip archive', [0x50, 0x4b, 3, 4]],
    ['an empty zip archive', [0x50, 0x4b, 5, 6]],
    ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
    ['a JPEG picture', [0xff, 0xd8, 0xff, 0xe0]],
    ['a gzip file', [0x1f, 0x8b, 8, 0]],
    ['a PDF file', [0x25, 0x50, 0x44, 0x46]],
    ['an SQLite database', [0x53, 0x51, 0x4c, 0x69]],
    ['a KeePass database', [3, 0xd9, 0xa2, 0x9a]],
    ['an icon', [0, 0, 1, 0]],
    ['an MP4 film', [0, 0, 0, 0x18]],
    ['a text in UTF-16', [0xff, 0xfe, 0x5b, 0]],
  ])('leaves %s to others', (_, start) => {
    expect(andOtp.matches(noise(start))).toBe(false);
  });

  it('does not know backups that were sealed before version 0.6.3, which look like noise', () => {
    const key = createHash('sha256').update(PASSWORD).digest();
    const old = Array.from({ length: 20 }, () => new ImportFile(sealedWith(key, JSON.stringify([entry()]))));
    // One in thousands starts like a new one by chance.
    expect(old.filter((file) => andOtp.matches(file)).length).toBeLessThan(3);
  });
});

describe('whatever a file holds', () => {
  const answers = answersOf(andOtp, PASSWORD);

  it('is answered or refused in words', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), answers));
    await fc.assert(fc.asyncProperty(fc.json(), (text) => answers(Buffer.from(text))));
    const like = fc.tuple(fc.integer({ min: 4, max: 20 }), fc.uint8Array({ minLength: 30, maxLength: 100 }));
    await fc.assert(fc.asyncProperty(like, ([high, rest]) => answers(Buffer.concat([Buffer.from([0, 0, high, 0]), rest]))));
  });

  it('gives one entry for each that is in the file', async () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.record({ secret: fc.jsonValue(), label: fc.jsonValue(), type: fc.jsonValue(), tags: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(strange), async (entries) => {
        expect(await readPlain([...entries, entry()])).toHaveLength(entries.length + 1);
      }),
    );
  });

  it('is answered or refused when a good file is cut or altered', async () => {
    const good = [sealedBytes(JSON.stringify([entry()])), fileOf([entry()]).bytes];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...good), fc.nat(), fc.nat(7), fc.boolean(), async (bytes, at, bit, cut) => {
        const index = at % bytes.length;
        const altered = cut
          ? bytes.slice(0, index)
          : Uint8Array.from(bytes, (byte, position) => (position === index ? byte ^ (1 << bit) : byte));
        await answers(altered);
      }),
      { numRuns: 200 },
    );
  });
});
