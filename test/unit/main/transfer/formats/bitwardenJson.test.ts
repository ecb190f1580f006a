import { hashRaw } from '@node-rs/argon2';
import fc from 'fast-check';
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bitwardenJson } from '../../../../../src/main/transfer/formats/bitwardenJson.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 } as const;

const fileOf = (json: unknown): ImportFile => ImportFile.ofText(JSON.stringify(json));
const read = (json: unknown, password?: string) => bitwardenJson.read(fileOf(json), password);
const login = (name: string, totp: unknown, more: object = {}) => ({
  id: 'b3d1',
  type: 1,
  name,
  favorite: false,
  folderId: null,
  login: { username: 'anna@example.com', password: 'hunter2', totp },
  ...more,
});
const vault = (...items: unknown[]) => ({ encrypted: false, folders: [{ id: 'f1', name: 'Work/Clients' }], items });

/** HKDF-Expand of RFC 5869 for one block. */
function expand(key: Buffer, info: string): Buffer {
  return createHmac('sha256', key)
    .update(Buffer.concat([Buffer.from(info), Buffer.from([1])]))
    .digest();
}

function encString(text: string | Buffer, master: Buffer): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', expand(master, 'enc'), iv);
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  const mac = createHmac('sha256', expand(master, 'mac'))
    .update(Buffer.concat([iv, ciphertext]))
    .digest();
  return `2.${[iv, ciphertext, mac].map((part) => part.toString('base64')).join('|')}`;
}

function sealed(plain: unknown, password: string, more: object = {}): Record<string, unknown> {
  const salt = randomBytes(16).toString('base64');
  const master = pbkdf2Sync(password, salt, 5000, 32, 'sha256');
  return {
    encrypted: true,
    passwordProtected: true,
    salt,
    kdfType: 0,
    kdfIterations: 5000,
    encKeyValidation_DO_NOT_EDIT: encString('4d3f5b1e-0d4e-4b52-9d1b-6d2a3f6f7c10', master),
    data: encString(typeof plain === 'string' ? plain : JSON.stringify(plain), master),
    ...more,
  };
}

async function argonSealed(plain: unknown, password: string): Promise<Record<string, unknown>> {
  const salt = randomBytes(16).toString('base64');
  const master = await hashRaw(password, {
    salt: createHash('sha256').update(salt).digest(),
    timeCost: 2,
    memoryCost: 16 * 1024,
    parallelism: 2,
    outputLen: 32,
  });
  return {
    ...sealed(plain, password),
    salt,
    kdfType: 1,
    kdfIterations: 2,
    kdfMemory: 16,
    kdfParallelism: 2,
    encKeyValidation_DO_NOT_EDIT: encString('x', master),
    data: encString(JSON.stringify(plain), master),
  };
}

describe('a plain export of Bitwarden', () => {
  it('gives an account with its title, user name, folder and pin', async () => {
    const file = vault(login('ACME', SECRET, { folderId: 'f1', favorite: true }));
    expect(bitwardenJson.matches(fileOf(file))).toBe(true);
    expect(bitwardenJson.isSealed(fileOf(file))).toBe(false);
    expect(await read(file)).toEqual([
      {
        name: 'ACME – anna@example.com',
        account: { issuer: 'ACME', label: 'anna@example.com', otp, group: 'Work/Clients', isPinned: true },
      },
    ]);
  });

  it('leaves out what has no one-time password, and keeps the order of the rest', async () => {
    const entries = await read(
      vault(
        login('B', SECRET),
        { type: 2, name: 'A note', secureNote: { type: 0 } },
        login('No TOTP', null),
        login('Empty', '  '),
        { type: 1, name: 'Nothing', login: null },
        login('A', SECRET),
      ),
    );
    expect(entries.map(({ name }) => name)).toEqual(['B – anna@example.com', 'A – anna@example.com']);
  });

  it.each([
    ['a bare secret in groups and small letters', 'jbsw y3dp ehpk 3pxp', otp],
    ['a Steam secret', `steam://${SECRET}`, { type: 'steam', secret: SECRET }],
    ['a Steam secret with another spelling of its scheme', `StEam://${SECRET}`, { type: 'steam', secret: SECRET }],
    [
      'a URI',
      `otpauth://totp/?secret=${SECRET}&algorithm=SHA512&digits=8&period=60`,
      { ...otp, algorithm: 'SHA512', digits: 8, period: 60 },
    ],
    ['a counter', `otpauth://hotp/?secret=${SECRET}&counter=7`, { type: 'hotp', secret: SECRET, algorithm: 'SHA1', digits: 6, counter: 7 }],
  ])('reads %s with the names of its item', async (_, totp, expected) => {
    expect(await read(vault(login('ACME', totp)))).toEqual([
      { name: 'ACME – anna@example.com', account: { issuer: 'ACME', label: 'anna@example.com', otp: expected } },
    ]);
  });

  it('prefers the names of a URI to those of its item', async () => {
    const [entry] = await read(vault(login('My work', `otpauth://totp/ACME:bert?secret=${SECRET}&issuer=ACME`)));
    expect(entry).toMatchObject({ account: { issuer: 'ACME', label: 'bert' } });
  });

  it('does not take what KeePassXC writes in place of a user name for one', async () => {
    const item = { ...login('ACME', null), login: { username: null, totp: `otpauth://totp/ACME:none?secret=${SECRET}&issuer=ACME` } };
    expect(await read(vault(item))).toMatchObject([{ name: 'ACME', account: { label: '' } }]);
  });

  it('names every item that it can not take over', async () => {
    const entries = await read(
      vault(
        login('Bad', 'not a secret!'),
        login('Bad URI', 'otpauth://totp/?secret=1'),
        login('Odd', { a: 1 }),
        { name: 'Odd login', login: 'x' },
        null,
        'text',
        login('Good', SECRET),
      ),
    );
    expect(entries).toMatchObject([
      { name: 'Bad – anna@example.com', problem: 'secret-invalid' },
      { name: 'Bad URI – anna@example.com', problem: 'secret-invalid' },
      { name: 'Odd', problem: 'unreadable' },
      { name: 'Odd login', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { account: { issuer: 'Good' } },
    ]);
  });

  it('takes an organisation’s collections for groups', async () => {
    const file = {
      encrypted: false,
      collections: [
        { id: 'c1', organizationId: 'o', name: 'Servers' },
        { id: 'c2', organizationId: 'o', name: 'Shared' },
      ],
      items: [login('ACME', SECRET, { collectionIds: ['c1', 'c2', 'gone'] })],
    };
    expect(await read(file)).toMatchObject([{ account: { group: 'Servers', tags: ['Shared'] } }]);
  });

  it('reads items of a file whose folders are broken', async () => {
    expect(await read({ encrypted: false, folders: 'x', items: [login('A', SECRET, { folderId: 5, collectionIds: 'y' })] })).toHaveLength(
      1,
    );
    expect(await read({ encrypted: false, folders: [null, 5, { id: 1 }], items: [login('A', SECRET, { folderId: 'f' })] })).toHaveLength(1);
  });

  it('says so when its items are no list', async () => {
    await expect(read({ encrypted: false, items: {} })).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('an export of Bitwarden Authenticator', () => {
  const item = (loginLike: object, name = 'ACME') => ({
    id: '1',
    name,
    folderId: null,
    organizationId: null,
    collectionIds: null,
    notes: null,
    type: 1,
    favorite: true,
    login: loginLike,
  });

  it('is read, with its pins', async () => {
    const file = {
      encrypted: false,
      items: [item({ totp: `otpauth://totp/ACME:anna?secret=${SECRET}&issuer=ACME&digits=7`, username: 'anna' })],
    };
    expect(bitwardenJson.matches(fileOf(file))).toBe(true);
    expect(await read(file)).toEqual([
      { name: 'ACME – anna', account: { issuer: 'ACME', label: 'anna', otp: { ...otp, digits: 7 }, isPinned: true } },
    ]);
  });

  it('keeps the parameters that its first versions wrote beside the secret', async () => {
    const file = { encrypted: false, items: [item({ totp: SECRET, issuer: 'ACME Ltd', period: 60, digits: 8, algorithm: 'sha256' })] };
    expect(await read(file)).toMatchObject([
      { account: { issuer: 'ACME Ltd', otp: { ...otp, period: 60, digits: 8, algorithm: 'SHA256' } } },
    ]);
  });

  it('is not led astray by the period that those wrote in place of the digits', async () => {
    const file = { encrypted: false, items: [item({ totp: SECRET, issuer: null, period: 30, digits: 30, algorithm: 'sha1' })] };
    expect(await read(file)).toMatchObject([{ account: { issuer: 'ACME', otp } }]);
  });
});

describe('an export of Bitwarden with a password', () => {
  const plain = vault(login('ACME', SECRET, { folderId: 'f1' }));

  it('opens with its password', async () => {
    const file = sealed(plain, 'pässword 🔑');
    expect(bitwardenJson.matches(fileOf(file))).toBe(true);
    expect(bitwardenJson.isSealed(fileOf(file))).toBe(true);
    expect(await read(file, 'pässword 🔑')).toMatchObject([{ account: { issuer: 'ACME', group: 'Work/Clients', otp } }]);
  });

  it('opens with Argon2id', async () => {
    const file = await argonSealed(plain, 'open');
    expect(await read(file, 'open')).toMatchObject([{ account: { issuer: 'ACME', otp } }]);
    await expect(read(file, 'shut')).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it.each([undefined, '', 'wrong'])('says so when the password is %o', async (password) => {
    await expect(read(sealed(plain, 'right'), password)).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it('tells an altered file from a wrong password', async () => {
    const file = sealed(plain, 'open');
    const [head = '', ciphertext = '', mac = ''] = String(file['data']).split('|');
    const bytes = Buffer.from(ciphertext, 'base64');
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    await expect(read({ ...file, data: [head, bytes.toString('base64'), mac].join('|') }, 'open')).rejects.toMatchObject({
      code: 'file-damaged',
    });
  });

  it.each([
    ['file-damaged', { salt: 5 }],
    ['file-damaged', { salt: '' }],
    ['file-damaged', { kdfIterations: 0 }],
    ['file-damaged', { kdfIterations: 'many' }],
    ['file-damaged', { kdfIterations: 1e300 }],
    ['file-damaged', { kdfType: -1 }],
    ['file-damaged', { kdfType: 1 }],
    ['file-damaged', { encKeyValidation_DO_NOT_EDIT: '2.AA==|BB==|CC==' }],
    ['file-damaged', { encKeyValidation_DO_NOT_EDIT: null }],
    ['file-damaged', { data: 'nonsense' }],
    ['file-damaged', { data: null }],
    ['file-too-new', { data: '7.g1gA' }],
    ['file-too-new', { kdfType: 2 }],
    ['file-too-costly', { kdfIterations: 6_000_001 }],
    ['file-too-costly', { kdfType: 1, kdfIterations: 3, kdfMemory: 257, kdfParallelism: 4 }],
    ['file-too-costly', { kdfType: 1, kdfIterations: 31, kdfMemory: 64, kdfParallelism: 4 }],
    ['file-too-costly', { kdfType: 1, kdfIterations: 3, kdfMemory: 64, kdfParallelism: 17 }],
  ])('says %s of %j', async (code, change) => {
    const file = { ...sealed(plain, 'open'), ...change };
    expect(bitwardenJson.matches(fileOf(file))).toBe(true);
    await expect(read(file, 'open')).rejects.toMatchObject({ code });
  });

  it.each(['no JSON', '{"encrypted":true}', '[]', 'null'])('says so when it holds %s', async (inner) => {
    await expect(read(sealed(inner, 'open'), 'open')).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('a file that Bitwarden JSON is not', () => {
  it('is not recognised when only the account it comes from can open it', () => {
    expect(bitwardenJson.matches(fileOf({ encrypted: true, encKeyValidation_DO_NOT_EDIT: '2.a|b|c', folders: [], items: [] }))).toBe(false);
  });

  it.each([
    { items: [] },
    { encrypted: 'false', items: [] },
    { encrypted: false },
    { encrypted: true, passwordProtected: false, data: '' },
    { version: 1, entries: [] },
    { schemaVersion: 4, services: [] },
    { version: 1, header: {}, db: { entries: [] } },
    [],
    null,
    5,
  ])('is not recognised: %j', (json) => {
    expect(bitwardenJson.matches(fileOf(json))).toBe(false);
  });
});

describe('whatever is in a file', () => {
  const answers = async (file: ImportFile): Promise<void> => {
    if (!bitwardenJson.matches(file)) return;
    bitwardenJson.isSealed(file);
    const result = await bitwardenJson.read(file, 'open').catch((error: unknown) => error);
    expect(Array.isArray(result) || result instanceof TransferError).toBe(true);
  };

  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(new ImportFile(bytes))));
    await fc.assert(fc.asyncProperty(fc.jsonValue(), (json) => answers(fileOf(json))));
    await fc.assert(fc.asyncProperty(fc.array(fc.jsonValue()), (items) => answers(fileOf({ encrypted: false, items }))));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), (totp, name) =>
        answers(fileOf(vault({ ...login('A', totp), name, folderId: name }))),
      ),
    );
  });

  it('is answered or refused when it is cut or altered', async () => {
    const good = [vault(login('ACME', SECRET), login('B', 'steam://A')), { ...sealed(vault(), 'open'), kdfIterations: 10 }];
    for (const text of good.map((json) => Buffer.from(JSON.stringify(json)))) {
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
          const bytes = Buffer.from(cut ? text.subarray(0, at) : text);
          if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
          await answers(new ImportFile(bytes));
        }),
      );
    }
  });

  it('has no secret in its errors', async () => {
    const error: unknown = await read({ ...sealed(SECRET, 'open') }, 'open').catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(SECRET);
  });
});
