import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aegis } from '../../../../../src/main/transfer/formats/aegis.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { answersOf } from './answers.ts';

const PASSWORD = 'correct horse – Zürich 🐎';
const SECRET = '4SJHB4GSD43FZBAI7C2HLRJGPQ';
const WORK = '0f2a6f0e-56a7-4c30-9c54-4e6a6a1f6d11';
const HOME = '7c9a3f7e-1b7e-4b62-8d0d-0a4a54fbb0a2';

const fileOf = (value: unknown): ImportFile => ImportFile.ofText(JSON.stringify(value, null, 4));
const plainFile = (db: unknown, version: unknown = 1): ImportFile => fileOf({ version, header: { slots: null, params: null }, db });
const readPlain = (db: unknown, version: unknown = 1): Promise<ImportedEntry[]> => aegis.read(plainFile(db, version), undefined);

const entry = (fields: object = {}, info: object = {}): object => ({
  type: 'totp',
  uuid: '3ae6f1ad-2e65-4ed2-a953-1ec0dff2386d',
  name: 'Mason',
  issuer: 'Deno',
  icon: null,
  ...fields,
  info: { secret: SECRET, algo: 'SHA1', digits: 6, period: 30, ...info },
});

async function onlyEntry(fields: object, info: object = {}, rest: object = {}): Promise<ImportedEntry> {
  const entries = await readPlain({ version: 3, entries: [entry(fields, info)], ...rest });
  expect(entries).toHaveLength(1);
  return entries[0] as ImportedEntry;
}

interface Cost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

function seal(key: Buffer, data: Buffer): { readonly data: Buffer; readonly params: { readonly nonce: string; readonly tag: string } } {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(data), cipher.final()]);
  return { data: sealed, params: { nonce: nonce.toString('hex'), tag: cipher.getAuthTag().toString('hex') } };
}

function passwordSlot(masterKey: Buffer, password: string, { n, r, p }: Cost = { n: 1024, r: 8, p: 1 }): object {
  const salt = randomBytes(32);
  const { data, params } = seal(scryptSync(password, salt, 32, { N: n, r, p, maxmem: 64 * 2 ** 20 }), masterKey);
  return { type: 1, uuid: WORK, key: data.toString('hex'), key_params: params, n, r, p, salt: salt.toString('hex'), repaired: true };
}

const biometricSlot = (masterKey: Buffer): object => {
  const { data, params } = seal(randomBytes(32), masterKey);
  return { type: 2, uuid: HOME, key: data.toString('hex'), key_params: params };
};

interface Sealed {
  readonly version: number;
  readonly header: { readonly slots: object[]; readonly params: object };
  readonly db: string;
}

function sealedVault(content: string, slotsOf = (key: Buffer): object[] => [passwordSlot(key, PASSWORD)]): Sealed {
  const masterKey = randomBytes(32);
  const { data, params } = seal(masterKey, Buffer.from(content));
  return { version: 1, header: { slots: slotsOf(masterKey), params }, db: data.toString('base64') };
}

const CONTENT = JSON.stringify({ version: 3, entries: [entry()], groups: [] });
const DENO = {
  name: 'Deno – Mason',
  account: { issuer: 'Deno', label: 'Mason', otp: { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 } },
};

const failsWith = async (reading: Promise<unknown>, code: string): Promise<void> => {
  await expect(reading).rejects.toMatchObject({ name: 'TransferError', code });
};

describe('a plain export of Aegis', () => {
  it('gives every account in the order of the file', async () => {
    const entries = await readPlain({
      version: 1,
      entries: [
        entry(),
        entry({ name: 'James', issuer: 'SPDX' }, { algo: 'SHA256', digits: 7, period: 20 }),
        { type: 'hotp', name: 'Benjamin', issuer: 'Air Canada', info: { secret: SECRET, algo: 'SHA512', digits: 8, counter: 50 } },
        entry({ type: 'steam', name: 'Sophia', issuer: 'Boeing' }, { digits: 5 }),
      ],
    });
    expect(entries).toEqual([
      DENO,
      {
        name: 'SPDX – James',
        account: { issuer: 'SPDX', label: 'James', otp: { type: 'totp', secret: SECRET, algorithm: 'SHA256', digits: 7, period: 20 } },
      },
      {
        name: 'Air Canada – Benjamin',
        account: {
          issuer: 'Air Canada',
          label: 'Benjamin',
          otp: { type: 'hotp', secret: SECRET, algorithm: 'SHA512', digits: 8, counter: 50 },
        },
      },
      { name: 'Boeing – Sophia', account: { issuer: 'Boeing', label: 'Sophia', otp: { type: 'steam', secret: SECRET } } },
    ]);
  });

  it('asks for no password', () => {
    expect(aegis.isSealed(plainFile({ version: 3, entries: [] }))).toBe(false);
  });

  it.each([1, 2])('keeps the group that content version %i names in the entry', async (version) => {
    const entries = await readPlain({ version, entries: [entry({ group: 'Work' }), entry({ group: null })] });
    expect(entries).toMatchObject([{ account: { group: 'Work' } }, {}]);
    expect(entries[1]).toEqual(DENO);
  });

  it('keeps the first of several groups as the group, and the others as tags', async () => {
    const groups = [
      { uuid: HOME, name: 'Home' },
      { uuid: WORK, name: 'Work' },
    ];
    expect(await onlyEntry({ groups: [WORK.toUpperCase(), HOME], group: 'Old' }, {}, { groups })).toMatchObject({
      account: { group: 'Work', tags: ['Home'] },
    });
  });

  it('leaves out groups that the file does not name, and names the others once', async () => {
    const groups = [{ uuid: HOME, name: 'Home' }, 'torn', { uuid: 7, name: 'No' }];
    expect(await onlyEntry({ groups: [WORK, HOME, HOME, 5, null] }, {}, { groups })).toMatchObject({ account: { group: 'Home' } });
    expect(await onlyEntry({ groups: [WORK] }, {}, { groups })).toEqual(DENO);
  });

  it('pins what was a favourite', async () => {
    expect(await onlyEntry({ favorite: true })).toMatchObject({ account: { isPinned: true } });
    expect(await onlyEntry({ favorite: false })).toEqual(DENO);
    expect(await onlyEntry({ favorite: 'true' })).toEqual(DENO);
  });

  it.each(['motp', 'yandex', 'new', undefined, 5])('names an entry of the kind %s, which can not be taken over', async (type) => {
    expect(await onlyEntry({ type }, { pin: '1234' })).toEqual({ name: 'Deno – Mason', problem: 'type-unsupported' });
  });

  it('names an entry without a usable secret, algorithm, length, period or counter', async () => {
    const problem = async (info: object, type = 'totp'): Promise<unknown> => onlyEntry({ type }, info);
    expect(await problem({ secret: undefined })).toEqual({ name: 'Deno – Mason', problem: 'secret-missing' });
    expect(await problem({ secret: 'no base32!' })).toMatchObject({ problem: 'secret-invalid' });
    expect(await problem({ algo: 'MD5' })).toMatchObject({ problem: 'algorithm-unsupported' });
    expect(await problem({ digits: 10 })).toMatchObject({ problem: 'digits-unsupported' });
    expect(await problem({ period: 0 })).toMatchObject({ problem: 'period-unsupported' });
    expect(await problem({}, 'hotp')).toMatchObject({ problem: 'counter-unsupported' });
  });

  it('gives the rest when single entries are torn', async () => {
    const entries = await readPlain({ version: 3, entries: [null, 'x', [], entry({ info: undefined }), { name: 'A', info: 7 }] });
    expect(entries).toEqual([
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      DENO,
      { name: 'A', problem: 'type-unsupported' },
    ]);
  });

  it('says when the file or its content is of a newer version', async () => {
    await failsWith(readPlain({ version: 3, entries: [] }, 2), 'file-too-new');
    await failsWith(readPlain({ version: 4, items: [] }), 'file-too-new');
  });

  it.each([
    [{ version: 3 }],
    [{ entries: [] }],
    [{ version: '3', entries: [] }],
    [{ version: 1.5, entries: [] }],
    [{ version: 0, entries: [] }],
    [{ version: 3, entries: {} }],
    [{ version: 3, entries: [], groups: 'x' }],
  ])('says that it is damaged when its frame is %j', async (db) => {
    await failsWith(readPlain(db), 'file-damaged');
  });
});

describe('a sealed export of Aegis', () => {
  it('asks for its password, and opens with it', async () => {
    const file = fileOf(sealedVault(CONTENT));
    expect(aegis.matches(file)).toBe(true);
    expect(aegis.isSealed(file)).toBe(true);
    expect(await aegis.read(file, PASSWORD)).toEqual([DENO]);
  });

  it('opens at the cost that the app itself writes', async () => {
    const vault = sealedVault(CONTENT, (key) => [passwordSlot(key, PASSWORD, { n: 32_768, r: 8, p: 1 })]);
    expect(await aegis.read(fileOf(vault), PASSWORD)).toEqual([DENO]);
  });

  it('opens with the password of any slot, and passes over those of a phone and of the future', async () => {
    const vault = sealedVault(CONTENT, (key) => [
      biometricSlot(key),
      { type: 0 },
      { type: 9, key: 'later' },
      passwordSlot(key, 'backup'),
      passwordSlot(key, PASSWORD),
    ]);
    expect(await aegis.read(fileOf(vault), PASSWORD)).toEqual([DENO]);
    expect(await aegis.read(fileOf(vault), 'backup')).toEqual([DENO]);
  });

  it('says that the password is wrong', async () => {
    const file = fileOf(sealedVault(CONTENT));
    await failsWith(aegis.read(file, 'wrong'), 'password-wrong');
    await failsWith(aegis.read(file, ''), 'password-wrong');
    await failsWith(aegis.read(file, undefined), 'password-wrong');
  });

  it('says that it is damaged when the password fits and the content was altered', async () => {
    const vault = sealedVault(CONTENT);
    const db = Buffer.from(vault.db, 'base64');
    db.writeUInt8(db.readUInt8(5) ^ 1, 5);
    await failsWith(aegis.read(fileOf({ ...vault, db: db.toString('base64') }), PASSWORD), 'file-damaged');
    await failsWith(aegis.read(fileOf({ ...vault, db: '' }), PASSWORD), 'file-damaged');
  });

  it.each(['not json', '[]', '{"version":3}'])('says that it is damaged when what is inside is %s', async (content) => {
    await failsWith(aegis.read(fileOf(sealedVault(content)), PASSWORD), 'file-damaged');
  });

  it('says when the content is of a newer version', async () => {
    await failsWith(aegis.read(fileOf(sealedVault('{"version":4}')), PASSWORD), 'file-too-new');
  });

  it.each([
    [{ n: 2 ** 19, r: 8, p: 1 }],
    // Little enough work, and too much memory.
    [{ n: 2 ** 18, r: 9, p: 1 }],
    [{ n: 2 ** 40, r: 8, p: 1 }],
    [{ n: 2 ** 15, r: 8, p: 11 }],
    [{ n: 2, r: 2 ** 22, p: 1 }],
    [{ n: 2 ** 15, r: 8, p: 2 ** 40 }],
  ])('refuses to work for a slot that asks %j', async (cost) => {
    const vault = sealedVault(CONTENT);
    const slots = vault.header.slots.map((slot) => ({ ...slot, ...cost }));
    await failsWith(aegis.read(fileOf({ ...vault, header: { ...vault.header, slots } }), PASSWORD), 'file-too-costly');
  });

  it('refuses to work for a thousand slots', async () => {
    const vault = sealedVault(CONTENT);
    const slots = Array.from({ length: 1000 }, () => ({ ...vault.header.slots[0] }));
    await failsWith(aegis.read(fileOf({ ...vault, header: { ...vault.header, slots } }), 'wrong'), 'file-too-costly');
  });

  it.each([
    [{ n: 1000 }],
    [{ n: 1 }],
    [{ n: 1024.5 }],
    [{ n: 2 ** 16, r: 1 }],
    [{ r: 0 }],
    [{ p: -1 }],
    [{ salt: '' }],
    [{ salt: 'xy' }],
    [{ key: 'ab' }],
    [{ key_params: null }],
    [{ key_params: { nonce: '00', tag: '00'.repeat(16) } }],
  ])('says that it is damaged when its slot has %j', async (change) => {
    const vault = sealedVault(CONTENT);
    const slots = vault.header.slots.map((slot) => ({ ...slot, ...change }));
    await failsWith(aegis.read(fileOf({ ...vault, header: { ...vault.header, slots } }), PASSWORD), 'file-damaged');
  });

  it('says that it is damaged when no password could ever open it', async () => {
    const vault = sealedVault(CONTENT);
    for (const slots of [null, [], [{ type: 2 }]]) {
      await failsWith(aegis.read(fileOf({ ...vault, header: { ...vault.header, slots } }), PASSWORD), 'file-damaged');
    }
    await failsWith(aegis.read(fileOf({ ...vault, header: { slots: vault.header.slots } }), PASSWORD), 'file-damaged');
  });
});

describe('recognising Aegis', () => {
  it.each([
    ['[]'],
    ['{}'],
    ['{"version":1,"entries":[]}'],
    ['{"version":1,"header":{},"db":{}}'],
    ['{"version":1,"header":{"slots":null},"db":[]}'],
    ['{"version":"1","header":{"slots":null},"db":{}}'],
    ['{"schemaVersion":4,"services":[]}'],
    ['{"encrypted":false,"folders":[],"items":[]}'],
    ['[{"secret":"AB","label":"x","type":"TOTP"}]'],
  ])('leaves %s to others', (text) => {
    expect(aegis.matches(ImportFile.ofText(text))).toBe(false);
  });
});

describe('whatever a file holds', () => {
  const answers = answersOf(aegis, PASSWORD);

  it('is answered or refused in words', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), answers));
    await fc.assert(fc.asyncProperty(fc.json(), (text) => answers(Buffer.from(text))));
  });

  it('gives one entry for each that is in the file', async () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.jsonValue(), name: fc.jsonValue(), groups: fc.jsonValue(), info: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(strange), fc.array(fc.jsonValue()), async (entries, groups) => {
        expect(await readPlain({ version: 3, entries, groups })).toHaveLength(entries.length);
      }),
    );
  });

  it('is answered or refused when a good file is cut or altered', async () => {
    const good = [fileOf(sealedVault(CONTENT)).bytes, plainFile(JSON.parse(CONTENT)).bytes];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...good), fc.nat(), fc.nat(7), fc.boolean(), async (bytes, at, bit, cut) => {
        const index = at % bytes.length;
        const altered = cut ? bytes.slice(0, index) : bytes.map((byte, position) => (position === index ? byte ^ (1 << bit) : byte));
        await answers(altered);
      }),
      { numRuns: 300 },
    );
  });
});
