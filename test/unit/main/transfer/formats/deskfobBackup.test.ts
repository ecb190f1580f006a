import { createCipheriv, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskfobBackup, openBackupFile } from '../../../../../src/main/transfer/formats/deskfobBackup.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const password = 'correct horse';
const account = { issuer: 'ACME', label: 'anna', type: 'totp', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, period: 30 };
const content = { accounts: [account], paired: [{ organisation: 'Example', signInName: 'anna@example.com' }], madeAtMs: 1 };

/** A backup by somebody else, after docs/backup-format.md alone, as cheap as one may be. */
async function sealed(plain: string | Uint8Array, lanes = 1): Promise<string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const kdf = { name: 'argon2id', memoryKiB: 8 * lanes, passes: 1, lanes, salt: salt.toString('base64') };
  const header = { format: 'deskfob-backup', version: 1, kdf, cipher: { name: 'aes-256-gcm', nonce: nonce.toString('base64') } };
  const options = { algorithm: 2, memoryCost: kdf.memoryKiB, timeCost: 1, parallelism: lanes, outputLen: 32, salt };
  const cipher = createCipheriv('aes-256-gcm', await hashRaw(password, options), nonce);
  cipher.setAAD(Buffer.from(JSON.stringify(header)));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return JSON.stringify({ ...header, content: bytes.toString('base64') });
}
const good = await sealed(JSON.stringify(content));

async function outcome(text: string, typed: string | undefined = password): Promise<string> {
  try {
    await deskfobBackup.read(ImportFile.ofText(text), typed);
    return 'opened';
  } catch (error) {
    if (error instanceof TransferError) return error.code;
    throw error;
  }
}

/** The good file with one piece of its text put in another's place; each altered file must differ. */
function altered(from: string | RegExp, to: string): string {
  const text = good.replace(from, to);
  expect(text).not.toBe(good);
  return text;
}

describe('a backup from another hand', () => {
  it('is recognised and opened', async () => {
    const file = ImportFile.ofText(good);
    expect(deskfobBackup.matches(file)).toBe(true);
    expect(deskfobBackup.isSealed(file)).toBe(true);
    expect(await openBackupFile(file, password)).toEqual({
      entries: [
        {
          name: 'ACME – anna',
          account: {
            issuer: 'ACME',
            label: 'anna',
            otp: { type: 'totp', secret: 'GEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, period: 30 },
          },
        },
      ],
      paired: content.paired,
    });
    expect(await outcome(await sealed(JSON.stringify(content), 4))).toBe('opened');
  });

  it('names the accounts that have to be paired again among its entries, and counts them as not taken over', async () => {
    expect((await deskfobBackup.read(ImportFile.ofText(good), password)).slice(1)).toEqual([
      { name: 'Example – anna@example.com', problem: 'pair-again' },
    ]);
  });

  it('opens however its JSON is laid out', async () => {
    const parsed: object = JSON.parse(good);
    const reversed = Object.fromEntries(Object.entries(parsed).toReversed());
    const text = `\uFEFF \n${JSON.stringify(reversed, null, '\t')}\n`;
    expect(deskfobBackup.matches(ImportFile.ofText(text))).toBe(true);
    expect(await outcome(text)).toBe('opened');
  });

  it('does not open with another password, an empty one or none', async () => {
    for (const typed of ['correct horsf', 'Correct horse', 'correct horse ', '']) expect(await outcome(good, typed)).toBe('password-wrong');
    await expect(deskfobBackup.read(ImportFile.ofText(good), undefined)).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it('has its own error once its version is newer, before a password is looked at', async () => {
    expect(await outcome(altered('"version":1', '"version":2'))).toBe('file-too-new');
    expect(await outcome('{"format":"deskfob-backup","version":2,"all":"else"}')).toBe('file-too-new');
    await expect(deskfobBackup.read(ImportFile.ofText(altered('"version":1', '"version":2')), undefined)).rejects.toMatchObject({
      code: 'file-too-new',
    });
  });

  it.each([
    ['"memoryKiB":8', '"memoryKiB":16', 'password-wrong'],
    ['"memoryKiB":8', '"memoryKiB":262145', 'file-too-costly'],
    ['"memoryKiB":8', '"memoryKiB":1e300', 'file-too-costly'],
    ['"memoryKiB":8', '"memoryKiB":1e999', 'file-damaged'],
    ['"memoryKiB":8', '"memoryKiB":7', 'file-damaged'],
    ['"memoryKiB":8', '"memoryKiB":8.5', 'file-damaged'],
    ['"memoryKiB":8', '"memoryKiB":"8"', 'file-damaged'],
    ['"passes":1', '"passes":2', 'password-wrong'],
    ['"passes":1', '"passes":11', 'file-too-costly'],
    ['"passes":1', '"passes":0', 'file-damaged'],
    ['"lanes":1', '"lanes":5', 'file-too-costly'],
    ['"lanes":1', '"lanes":0', 'file-damaged'],
    // Two lanes need 16 KiB.
    ['"lanes":1', '"lanes":2', 'file-damaged'],
    ['"memoryKiB":8,"passes":1,"lanes":1', '"memoryKiB":16,"passes":1,"lanes":2', 'password-wrong'],
    ['argon2id', 'argon2i', 'file-damaged'],
    ['aes-256-gcm', 'aes-256-ctr', 'file-damaged'],
    ['"version":1', '"version":0', 'file-damaged'],
    ['"version":1', '"version":"1"', 'file-damaged'],
    ['"version":1', '"version":1,"hint":"horse"', 'file-damaged'],
    ['"lanes":1', '"lanes":1,"secret":""', 'file-damaged'],
    ['"name":"aes', '"tag":16,"name":"aes', 'file-damaged'],
    ['"format":"deskfob-backup"', '"format":"deskfob"', 'file-damaged'],
    [/"salt":"[^"]{22}==/, '"salt":"AAAAAAAAAAAAAAAAAAAAAA==', 'password-wrong'],
    // Other spellings of base64 that decode to as many bytes.
    [/"salt":"[^"]{22}==/, '"salt":"AAAAAAAAAAAAAAAAAAAAAB==', 'file-damaged'],
    [/"salt":"([^"]{22})==/, '"salt":"$1', 'file-damaged'],
    [/"salt":"[^"]+"/, '"salt":""', 'file-damaged'],
    [/"nonce":"[^"]{16}"/, '"nonce":"AAAAAAAAAAAAAAAA"', 'password-wrong'],
    [/"nonce":"[^"]{16}"/, '"nonce":"AAAAAAAAAAAAAAAAAAAA"', 'file-damaged'],
    [/"content":"[^"]{8}/, '"content":"AAAAAAAA', 'password-wrong'],
    [/"content":"[^"]{4}/, '"content":"', 'password-wrong'],
    [/"content":"[^"]+"/, '"content":"AAAAAAAAAAAAAAAAAAAA"', 'file-damaged'],
    [/"content":"[^"]{8}/, '$& ', 'file-damaged'],
    [/"content":"[^"]+"/, '"content":{}', 'file-damaged'],
    [/,"content":"[^"]+"/, '', 'file-damaged'],
  ])('is not opened once %s was made %s: %s', async (from, to, code) => {
    expect(await outcome(altered(from, to))).toBe(code);
  });

  it('is damaged, not unknown, wherever it was cut', async () => {
    for (let tenth = 2; tenth < 10; tenth += 1) {
      const cut = good.slice(0, Math.floor((good.length * tenth) / 10));
      expect(deskfobBackup.matches(ImportFile.ofText(cut))).toBe(true);
      expect(await outcome(cut)).toBe('file-damaged');
    }
    for (const tenth of [0, 1]) expect(await outcome(good.slice(0, Math.floor((good.length * tenth) / 10)))).toBe('file-damaged');
  });
});

describe("a stranger's content", () => {
  it.each([
    ['no JSON', '{"accounts":'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no list of accounts', '{"accounts":{},"paired":[]}'],
    ['no list of names', '{"accounts":[]}'],
    ['too deep', '['.repeat(100_000)],
  ])('is damaged when it is %s', async (_, plain) => {
    expect(await outcome(await sealed(plain))).toBe('file-damaged');
  });

  it('costs no other account anything where one is wrong, and keeps the count', async () => {
    const odd = [null, 7, [], account, { ...account, secret: '1' }, { ...account, digits: 9 }, { issuer: 'B' }, { ...account, tags: 'x' }];
    const { entries } = await openBackupFile(ImportFile.ofText(await sealed(JSON.stringify({ accounts: odd, paired: [] }))), password);
    expect(entries).toMatchObject([
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: 'ACME – anna', account: { label: 'anna' } },
      { name: 'ACME – anna', problem: 'secret-invalid' },
      { name: 'ACME – anna', problem: 'digits-unsupported' },
      { name: 'B', problem: 'secret-missing' },
      { name: 'ACME – anna', account: { label: 'anna' } },
    ]);
  });

  it('has its names cleaned, those to pair again as well', async () => {
    const accounts = [{ ...account, issuer: 'AC\u202EME', group: ' \u200B', isPinned: 'yes' }];
    const paired = [
      { organisation: 'Ex\u202Eample', signInName: 7 },
      null,
      { signInName: 'ben' },
      { organisation: 'x'.repeat(500), signInName: 'a\nb' },
    ];
    const opened = await openBackupFile(ImportFile.ofText(await sealed(JSON.stringify({ accounts, paired }))), password);
    expect(opened.paired).toEqual([
      { organisation: 'Ex ample', signInName: '' },
      { organisation: '', signInName: '' },
      { organisation: '', signInName: 'ben' },
      { organisation: 'x'.repeat(200), signInName: 'a b' },
    ]);
    const otp = { type: 'totp', secret: account.secret, algorithm: 'SHA1', digits: 6, period: 30 };
    expect(opened.entries).toEqual([{ name: 'AC ME – anna', account: { issuer: 'AC ME', label: 'anna', otp } }]);
  });

  it('never does anything but open or be refused, whatever JSON it is', async () => {
    const json = fc.oneof(
      fc.json(),
      fc.record({ accounts: fc.array(fc.jsonValue()), paired: fc.array(fc.jsonValue()) }).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(json, async (plain) => {
        expect(['opened', 'file-damaged']).toContain(await outcome(await sealed(plain)));
      }),
    );
  });
});

describe('any file at all', () => {
  it('of bytes is not taken for a backup, and opens as none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const file = new ImportFile(bytes);
        expect(deskfobBackup.matches(file)).toBe(false);
        await expect(deskfobBackup.read(file, password)).rejects.toMatchObject({ code: 'file-damaged' });
      }),
    );
  });

  it('of JSON is not taken for a backup, and opens as none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        expect(deskfobBackup.matches(ImportFile.ofText(text))).toBe(false);
        expect(await outcome(text)).toBe('file-damaged');
      }),
    );
  });

  it('of another app is not taken for a backup, even where it speaks of one', () => {
    for (const text of [
      '{"format":"other","x":"deskfob-backup"}',
      '[{"format":"deskfob-backup"}]',
      '"format":"deskfob-backup"',
      '{"format":["deskfob-backup"]}',
    ]) {
      expect(deskfobBackup.matches(ImportFile.ofText(text))).toBe(false);
    }
  });

  it('that was a backup is refused once one of its bits is another', async () => {
    const bytes = Buffer.from(good, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = deskfobBackup.read(new ImportFile(flipped), password);
        await expect(read).rejects.toBeInstanceOf(TransferError);
      }),
      { numRuns: 300 },
    );
  });

  it('that was a backup is refused once its end is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), async (length) => {
        expect(await outcome(good.slice(0, length))).toBe('file-damaged');
      }),
    );
  });
});
