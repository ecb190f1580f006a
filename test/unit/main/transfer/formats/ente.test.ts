import { argon2Sync } from 'node:crypto';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import { ente } from '../../../../../src/main/transfer/formats/ente.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const PASSWORD = 'correct horse · 馬';
const SALT = Buffer.alloc(16, 5);
/** Far less than real exports take, so that the tests are quick. */
const MEMORY = 1024 * 1024;
const PASSES = 2;

const display = { pinned: false, trashed: false, lastUsedAt: 0, tapCount: 0, tags: [], note: '', position: 0, iconSrc: '', iconID: '' };
const uriOf = (shown?: object): string =>
  `otpauth://totp/ACME:anna?algorithm=SHA1&digits=6&issuer=ACME&period=30&secret=JBSWY3DPEHPK3PXP${
    shown === undefined ? '' : `&codeDisplay=${encodeURIComponent(JSON.stringify({ ...display, ...shown }))}`
  }`;
const account = {
  issuer: 'ACME',
  label: 'anna',
  otp: { type: 'totp', secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, period: 30 },
};

interface Sealed {
  readonly version: unknown;
  readonly kdfParams: Readonly<Record<string, unknown>>;
  readonly encryptedData: string;
  readonly encryptionNonce: string;
}

function sealed(content: string | Uint8Array, tag = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL): Sealed {
  const key = argon2Sync('argon2id', {
    message: PASSWORD,
    nonce: SALT,
    parallelism: 1,
    tagLength: 32,
    memory: MEMORY / 1024,
    passes: PASSES,
  });
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  const data = sodium.crypto_secretstream_xchacha20poly1305_push(state, content, null, tag);
  return {
    version: 1,
    kdfParams: { memLimit: MEMORY, opsLimit: PASSES, salt: SALT.toString('base64') },
    encryptedData: Buffer.from(data).toString('base64'),
    encryptionNonce: Buffer.from(header).toString('base64'),
  };
}

const fileOf = (json: unknown): ImportFile => ImportFile.ofText(JSON.stringify(json));
const read = async (content: string): Promise<ImportedEntry[]> => await ente.read(fileOf(sealed(content)), PASSWORD);

async function fails(json: unknown, code: string, password?: string): Promise<void> {
  expect(ente.matches(fileOf(json))).toBe(true);
  await expect(ente.read(fileOf(json), password)).rejects.toMatchObject({ name: 'TransferError', code });
}

beforeAll(async () => {
  await sodium.ready;
});

describe('a sealed export of Ente Auth', () => {
  it('asks for its password', () => {
    const file = fileOf(sealed(''));
    expect(ente.matches(file)).toBe(true);
    expect(ente.isSealed(file)).toBe(true);
  });

  it('gives its codes in their order', async () => {
    const lines = [uriOf(), 'otpauth://steam/Steam:me?secret=GEZDGNBVGY3TQOJQ&issuer=Steam', uriOf().replace('anna', 'bert')];
    expect(await read(`${lines.join('\n')}\n`)).toEqual([
      { name: 'ACME – anna', account },
      { name: 'Steam – me', account: { issuer: 'Steam', label: 'me', otp: { type: 'steam', secret: 'GEZDGNBVGY3TQOJQ' } } },
      { name: 'ACME – bert', account: { ...account, label: 'bert' } },
    ]);
  });

  it('keeps pins and tags', async () => {
    expect(await read(uriOf({ pinned: true, tags: ['Work', 'Two words, a comma & more'] }))).toEqual([
      { name: 'ACME – anna', account: { ...account, isPinned: true, tags: ['Work', 'Two words, a comma & more'] } },
    ]);
  });

  it('keeps tags that are written in form encoding', async () => {
    const tagged = `${uriOf()}&codeDisplay=${new URLSearchParams({ x: JSON.stringify({ tags: ['Two words'] }) }).toString().slice(2)}`;
    expect(await read(tagged)).toMatchObject([{ account: { label: 'anna', tags: ['Two words'] } }]);
  });

  it('marks codes in the trash, and does not pin them', async () => {
    expect(await read(uriOf({ pinned: true, trashed: true, tags: ['Work'] }))).toEqual([
      { name: 'ACME – anna', account: { ...account, tags: ['Work', 'Trash'] } },
    ]);
  });

  it.each([['no JSON'], ['[]'], ['7'], ['{"pinned":1,"trashed":"true","tags":{"a":1}}'], ['{"tags":[7,{}]}'], ['['.repeat(10_000)]])(
    'loses no account to the display %#',
    async (text) => {
      expect(await read(`${uriOf()}&codeDisplay=${encodeURIComponent(text)}`)).toEqual([{ name: 'ACME – anna', account }]);
    },
  );

  it('keeps every line that says something, whatever it says', async () => {
    const entries = await read(
      `${uriOf()}\r\n\n  \nnonsense\notpauth://yaotp/Yandex:me?secret=JBSWY3DPEHPK3PXP\n${JSON.stringify(uriOf())}\n"broken\n`,
    );
    expect(entries).toEqual([
      { name: 'ACME – anna', account },
      { name: '', problem: 'unreadable' },
      { name: 'Yandex – me', problem: 'type-unsupported' },
      { name: 'ACME – anna', account },
      { name: '', problem: 'unreadable' },
    ]);
  });

  it('may hold no code', async () => {
    expect(await read('')).toEqual([]);
  });

  it('refuses a wrong password, or none', async () => {
    await fails(sealed(uriOf()), 'password-wrong', 'correct horse');
    await fails(sealed(uriOf()), 'password-wrong', '');
    await fails(sealed(uriOf()), 'password-wrong');
  });

  it('calls a version too new that it does not know', async () => {
    await fails({ ...sealed(uriOf()), version: 2 }, 'file-too-new', PASSWORD);
    await fails({ version: 9, kdfParams: {}, encryptedData: '', encryptionNonce: '' }, 'file-too-new', PASSWORD);
  });

  it.each([[undefined], [0], ['1'], [1.5], [null]])('calls a file of the version %j damaged', async (version) => {
    await fails({ ...sealed(uriOf()), version }, 'file-damaged', PASSWORD);
  });

  it('calls a frame damaged that can not be opened by any password', async () => {
    const good = sealed(uriOf());
    const broken: Partial<Record<keyof Sealed, unknown>>[] = [
      { encryptedData: '' },
      { encryptedData: '####' },
      { encryptedData: Buffer.alloc(16).toString('base64') },
      { encryptionNonce: Buffer.alloc(23).toString('base64') },
      { encryptionNonce: '' },
      { kdfParams: { ...good.kdfParams, salt: Buffer.alloc(15).toString('base64') } },
      { kdfParams: { ...good.kdfParams, salt: 7 } },
      { kdfParams: { ...good.kdfParams, memLimit: 8191 } },
      { kdfParams: { ...good.kdfParams, memLimit: 1e6 + 0.5 } },
      { kdfParams: { ...good.kdfParams, memLimit: '1048576' } },
      { kdfParams: { ...good.kdfParams, opsLimit: 0 } },
      { kdfParams: {} },
    ];
    for (const changes of broken) await fails({ ...good, ...changes }, 'file-damaged', PASSWORD);
  });

  it('refuses more work than any real export takes, before a password is asked for', async () => {
    const good = sealed(uriOf());
    const costly = [
      { memLimit: 2 ** 30 + 1024, opsLimit: 1 },
      { memLimit: MEMORY, opsLimit: 65 },
      { memLimit: 2 ** 30, opsLimit: 41 },
      { memLimit: 2 ** 52, opsLimit: 2 ** 52 },
    ];
    for (const limits of costly) await fails({ ...good, kdfParams: { ...good.kdfParams, ...limits } }, 'file-too-costly');
  });

  it('does not refuse what Ente takes on a large and on a small device', async () => {
    const good = sealed(uriOf());
    const real = [
      { memLimit: 2 ** 30, opsLimit: 4 },
      { memLimit: 2 ** 28, opsLimit: 16 },
      { memLimit: 2 ** 26, opsLimit: 64 },
    ];
    // Without a password, no work is done either.
    for (const limits of real) await fails({ ...good, kdfParams: { ...good.kdfParams, ...limits } }, 'password-wrong');
  });

  it('is damaged where more should follow, or where its content is no text', async () => {
    await fails(sealed(uriOf(), sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE), 'file-damaged', PASSWORD);
    await fails(sealed(Uint8Array.of(0xff, 0xfe, 0x80)), 'file-damaged', PASSWORD);
  });
});

describe('an export that libsodium itself sealed', () => {
  it('gives its code, because both derive the same key', async () => {
    const file = fileOf({
      version: 1,
      kdfParams: { memLimit: 67108864, opsLimit: 3, salt: 'AAECAwQFBgcICQoLDA0ODw==' },
      encryptedData: '0u/myPDXte6d6NaunQFIBbPYJssrozSSKS7nqoejkCL8Yqwt3/t4lb9y1pz9DooqmGuT9RPEld1UY4aBvQJrVx4UWEKmCphNUabDonCv',
      encryptionNonce: 'v62RLlKHMQZQ1elxDFxeOaanfbI49Y3q',
    });
    expect(await ente.read(file, 'correct horse')).toEqual([{ name: 'ACME – anna', account }]);
  });
});

describe('the plain JSON of Ente Auth', () => {
  const items = [
    { rawData: uriOf(), display: { ...display, pinned: true, tags: ['Work'] } },
    7,
    { rawData: uriOf({ tags: ['Home'] }) },
    { display },
    { rawData: uriOf(), display: { ...display, trashed: true } },
  ];

  it('gives its codes without a password', async () => {
    const file = fileOf({ items });
    expect(ente.matches(file)).toBe(true);
    expect(ente.isSealed(file)).toBe(false);
    expect(await ente.read(file, undefined)).toEqual([
      { name: 'ACME – anna', account: { ...account, isPinned: true, tags: ['Work'] } },
      { name: '', problem: 'unreadable' },
      { name: 'ACME – anna', account: { ...account, tags: ['Home'] } },
      { name: '', problem: 'unreadable' },
      { name: 'ACME – anna', account: { ...account, tags: ['Trash'] } },
    ]);
  });
});

describe('the file of another app', () => {
  it.each([
    [uriOf()],
    [`${JSON.stringify(uriOf())}\n`],
    [JSON.stringify({ encrypted: false, folders: [], items: [{ name: 'ACME', login: { totp: uriOf() } }] })],
    [JSON.stringify({ items: [] })],
    [JSON.stringify({ items: [{ rawData: 'https://example.com' }] })],
    [JSON.stringify({ version: 1, salt: 'AAAA', content: 'AAAA' })],
    [JSON.stringify([uriOf()])],
    ['{}'],
    [''],
  ])('is not taken for one of Ente: %s', (text) => {
    expect(ente.matches(ImportFile.ofText(text))).toBe(false);
  });
});

describe('any file', () => {
  it('is answered, or said not to be readable', async () => {
    const items = fc.array(
      fc.oneof(fc.jsonValue(), fc.record({ rawData: fc.string().map((text) => `otpauth://${text}`), display: fc.jsonValue() })),
    );
    const files = fc.oneof(
      fc.uint8Array().map((bytes) => new ImportFile(bytes)),
      fc.json().map((text) => ImportFile.ofText(text)),
      items.map((list) => fileOf({ items: list })),
      fc
        .record({ version: fc.jsonValue(), kdfParams: fc.jsonValue(), encryptedData: fc.string(), encryptionNonce: fc.string() })
        .map(fileOf),
    );
    await fc.assert(fc.asyncProperty(files, answers));
  });

  it('is so too with a flipped bit or a missing end', async () => {
    const good = Buffer.from(JSON.stringify(sealed(uriOf())));
    const altered = fc.tuple(fc.nat(good.length - 1), fc.nat(7), fc.boolean());
    await fc.assert(
      fc.asyncProperty(altered, async ([at, bit, isCut]) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const file = new ImportFile(isCut ? bytes.subarray(0, at) : bytes);
        if (isCheap(file.json)) await answers(file);
      }),
      { numRuns: 200 },
    );
  });
});

/** A flipped bit can make a file take as much as a real one; that much is not wanted hundreds of times here. */
function isCheap(json: unknown): boolean {
  const text = JSON.stringify(json ?? null);
  const [, memory = '0'] = /"memLimit":(\d+)/.exec(text) ?? [];
  return Number(memory) <= 8 * MEMORY || Number(memory) > 2 ** 30;
}

async function answers(file: ImportFile): Promise<void> {
  expect(typeof ente.matches(file)).toBe('boolean');
  expect(typeof ente.isSealed(file)).toBe('boolean');
  const answer: unknown = await ente.read(file, PASSWORD).catch((error: unknown) => error);
  expect(Array.isArray(answer) || answer instanceof TransferError).toBe(true);
}
