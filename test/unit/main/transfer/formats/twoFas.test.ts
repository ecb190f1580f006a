import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoFas } from '../../../../../src/main/transfer/formats/twoFas.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { answersOf } from './answers.ts';

const PASSWORD = 'correct horse – Zürich 🐎';
const SECRET = '4SJHB4GSD43FZBAI7C2HLRJGPQ';
const WORK = '0f2a6f0e-56a7-4c30-9c54-4e6a6a1f6d11';

const fileOf = (value: unknown): ImportFile => ImportFile.ofText(JSON.stringify(value));
const backup = (services: unknown, rest: object = {}): object => ({
  services,
  groups: [],
  updatedAt: 1_702_934_732_299,
  schemaVersion: 4,
  appVersionCode: 5_000_009,
  appOrigin: 'android',
  ...rest,
});
const readPlain = (services: unknown, rest: object = {}): Promise<ImportedEntry[]> =>
  twoFas.read(fileOf(backup(services, rest)), undefined);

const service = (fields: object = {}, otp: object = {}): object => ({
  name: 'Deno',
  secret: SECRET,
  updatedAt: 1_702_934_567_518,
  order: { position: 0 },
  ...fields,
  otp: {
    label: 'Mason',
    account: 'Mason',
    issuer: 'Deno',
    digits: 6,
    period: 30,
    algorithm: 'SHA1',
    tokenType: 'TOTP',
    source: 'Link',
    ...otp,
  },
});

const DENO = {
  name: 'Deno – Mason',
  account: { issuer: 'Deno', label: 'Mason', otp: { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 } },
};

function sealer(password = PASSWORD): (text: string) => string {
  const salt = randomBytes(256);
  const key = pbkdf2Sync(password, salt, 10_000, 32, 'sha256');
  return (text) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const data = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    return [data, salt, nonce].map((part) => part.toString('base64')).join(':');
  };
}

function sealedBackup(services: string, rest: object = {}): object {
  const seal = sealer();
  return backup([], { servicesEncrypted: seal(services), reference: seal('a text that is known'), ...rest });
}

const failsWith = async (reading: Promise<unknown>, code: string): Promise<void> => {
  await expect(reading).rejects.toMatchObject({ name: 'TransferError', code });
};

describe('a plain backup of 2FAS', () => {
  it('gives every account in the order of the file', async () => {
    const entries = await readPlain([
      service({ order: { position: 9 } }),
      service(
        { name: 'Air Canada', order: { position: 1 } },
        { account: 'Ben', issuer: 'Air Canada', digits: 7, period: undefined, algorithm: 'SHA256', counter: 50, tokenType: 'HOTP' },
      ),
      service({ name: 'Boeing', order: { position: 0 } }, { issuer: 'Boeing', digits: 5, tokenType: 'STEAM' }),
    ]);
    expect(entries).toEqual([
      DENO,
      {
        name: 'Air Canada – Ben',
        account: {
          issuer: 'Air Canada',
          label: 'Ben',
          otp: { type: 'hotp', secret: SECRET, algorithm: 'SHA256', digits: 7, counter: 50 },
        },
      },
      { name: 'Boeing – Mason', account: { issuer: 'Boeing', label: 'Mason', otp: { type: 'steam', secret: SECRET } } },
    ]);
  });

  it('asks for no password', () => {
    expect(twoFas.isSealed(fileOf(backup([])))).toBe(false);
    expect(twoFas.isSealed(fileOf(backup([], { servicesEncrypted: null, reference: null })))).toBe(false);
  });

  it('reads schema 1, which says nothing of the code', async () => {
    const old = { name: 'Deno', secret: SECRET, type: 'Unknown', otp: { account: 'Mason', issuer: 'Deno', label: 'Deno:Mason' } };
    const file = fileOf({ schemaVersion: 1, appOrigin: 'android', services: [old], updatedAt: 1_618_417_377_507 });
    expect(twoFas.matches(file)).toBe(true);
    expect(await twoFas.read(file, undefined)).toEqual([DENO]);
  });

  it.each([2, 3, 4])('reads schema %i', async (schemaVersion) => {
    const otp = { label: 'Deno:Mason', account: 'Mason', issuer: 'Deno', digits: 8, period: 50, algorithm: 'SHA512' };
    expect(await readPlain([{ name: 'Deno', secret: SECRET, otp }], { schemaVersion })).toEqual([
      { ...DENO, account: { ...DENO.account, otp: { type: 'totp', secret: SECRET, algorithm: 'SHA512', digits: 8, period: 50 } } },
    ]);
  });

  it('takes null for what was not set', async () => {
    const otp = { digits: null, period: null, algorithm: null, tokenType: null, counter: null, link: null };
    expect(await readPlain([service({ groupId: null }, otp)])).toEqual([DENO]);
  });

  it('counts from one where no counter was written yet, as the app does', async () => {
    expect(await readPlain([service({}, { tokenType: 'HOTP', counter: null })])).toMatchObject([{ account: { otp: { counter: 1 } } }]);
    expect(await readPlain([service({}, { tokenType: 'HOTP', counter: 0 })])).toMatchObject([{ account: { otp: { counter: 0 } } }]);
  });

  it('calls an account as the person called it', async () => {
    const names = async (fields: object, otp: object): Promise<unknown> => (await readPlain([service(fields, otp)]))[0]?.name;
    expect(await names({ name: 'Deno at work' }, {})).toBe('Deno at work – Mason');
    expect(await names({ name: '' }, { issuer: 'Deno' })).toBe('Deno – Mason');
    expect(await names({}, { account: '', label: 'Deno:Anna' })).toBe('Deno – Anna');
    expect(await names({}, { account: null, label: 'a:b' })).toBe('Deno – a:b');
    expect(await names({}, { account: null, label: null })).toBe('Deno');
  });

  it('keeps the group by its name', async () => {
    const groups = [7, { id: WORK, name: 'Work', isExpanded: true }];
    const entries = await readPlain([service({ groupId: WORK.toUpperCase() }), service({ groupId: 'gone' }), service({ groupId: 5 })], {
      groups,
    });
    expect(entries).toEqual([{ ...DENO, account: { ...DENO.account, group: 'Work' } }, DENO, DENO]);
  });

  it('gives the rest when single entries are torn or unsupported', async () => {
    const entries = await readPlain([
      null,
      [],
      service({ secret: '' }),
      service({ secret: '1' }),
      service({}, { tokenType: 'MOTP' }),
      service({}, { algorithm: 'MD5' }),
      service({}, { digits: 4 }),
      { name: 'A', secret: 'x', otp: 5 },
      service(),
    ]);
    expect(entries).toEqual([
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: 'Deno – Mason', problem: 'secret-missing' },
      { name: 'Deno – Mason', problem: 'secret-invalid' },
      { name: 'Deno – Mason', problem: 'type-unsupported' },
      { name: 'Deno – Mason', problem: 'algorithm-unsupported' },
      { name: 'Deno – Mason', problem: 'digits-unsupported' },
      { name: 'A', problem: 'secret-invalid' },
      DENO,
    ]);
  });

  it('says when it is of a newer version', async () => {
    await failsWith(readPlain([], { schemaVersion: 5 }), 'file-too-new');
    await failsWith(readPlain({ later: true }, { schemaVersion: 5 }), 'file-too-new');
  });

  it.each([
    [{ services: {} }],
    [{ services: null }],
    [{ schemaVersion: 0 }],
    [{ schemaVersion: 2.5 }],
    [{ groups: 'x' }],
    [{ servicesEncrypted: 5 }],
    // What is sealed got lost: an empty import would say that there was nothing.
    [{ reference: 'YQ==:YQ==:YQ==' }],
  ])('says that it is damaged when it has %j', async (change) => {
    const file = fileOf(backup([], change));
    expect(twoFas.matches(file)).toBe(true);
    await failsWith(twoFas.read(file, undefined), 'file-damaged');
  });
});

describe('a sealed backup of 2FAS', () => {
  it('asks for its password, and opens with it', async () => {
    const groups = [{ id: WORK, name: 'Work' }];
    const file = fileOf(sealedBackup(JSON.stringify([service({ groupId: WORK }), 5]), { groups }));
    expect(twoFas.matches(file)).toBe(true);
    expect(twoFas.isSealed(file)).toBe(true);
    expect(await twoFas.read(file, PASSWORD)).toEqual([
      { ...DENO, account: { ...DENO.account, group: 'Work' } },
      { name: '', problem: 'unreadable' },
    ]);
  });

  it('says that the password is wrong', async () => {
    const file = fileOf(sealedBackup('[]'));
    await failsWith(twoFas.read(file, 'wrong'), 'password-wrong');
    await failsWith(twoFas.read(file, ''), 'password-wrong');
    await failsWith(twoFas.read(file, undefined), 'password-wrong');
    await failsWith(twoFas.read(fileOf(sealedBackup('[]', { reference: undefined })), 'wrong'), 'password-wrong');
  });

  it('says that it is damaged when the password opens the reference and not the accounts', async () => {
    const seal = sealer();
    const [data = '', ...rest] = seal('[]').split(':');
    const altered = Buffer.from(data, 'base64');
    altered.writeUInt8(altered.readUInt8(0) ^ 1, 0);
    const servicesEncrypted = [altered.toString('base64'), ...rest].join(':');
    await failsWith(twoFas.read(fileOf(backup([], { servicesEncrypted, reference: seal('known') })), PASSWORD), 'file-damaged');
    await failsWith(twoFas.read(fileOf(backup([], { servicesEncrypted, reference: 'x' })), PASSWORD), 'password-wrong');
  });

  it.each(['not json', '{}', 'null'])('says that it is damaged when what is inside is %s', async (services) => {
    await failsWith(twoFas.read(fileOf(sealedBackup(services)), PASSWORD), 'file-damaged');
  });

  it.each([
    'x',
    'YQ==:YQ==:YQ==',
    `${'A'.repeat(64)}:YQ==:AAAA`,
    `${'A'.repeat(64)}::${'A'.repeat(16)}`,
    `${'A'.repeat(64)}:YQ==:${'A'.repeat(16)}:AAAA`,
  ])('says that it is damaged when its three parts are %s', async (servicesEncrypted) => {
    await failsWith(twoFas.read(fileOf(backup([], { servicesEncrypted })), PASSWORD), 'file-damaged');
  });
});

describe('recognising 2FAS', () => {
  it.each([
    '[]',
    '{}',
    '{"schemaVersion":4}',
    '{"services":[]}',
    '{"schemaVersion":"4","services":[]}',
    '{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[]}}',
    '[{"schemaVersion":4,"services":[]}]',
  ])('leaves %s to others', (text) => {
    expect(twoFas.matches(ImportFile.ofText(text))).toBe(false);
  });
});

describe('whatever a file holds', () => {
  const answers = answersOf(twoFas, PASSWORD);

  it('is answered or refused in words', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), answers));
    await fc.assert(fc.asyncProperty(fc.json(), (text) => answers(Buffer.from(text))));
    const frame = fc.record({
      schemaVersion: fc.oneof(fc.nat(5), fc.jsonValue()),
      services: fc.jsonValue(),
      servicesEncrypted: fc.jsonValue(),
      reference: fc.jsonValue(),
      groups: fc.jsonValue(),
    });
    await fc.assert(fc.asyncProperty(frame, (value) => answers(Buffer.from(JSON.stringify(value)))));
  });

  it('gives one entry for each that is in the file', async () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.record({ name: fc.jsonValue(), secret: fc.jsonValue(), groupId: fc.jsonValue(), otp: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(strange), fc.array(fc.jsonValue()), async (services, groups) => {
        expect(await readPlain(services, { groups })).toHaveLength(services.length);
      }),
    );
  });

  it('is answered or refused when a good file is cut or altered', async () => {
    const good = [fileOf(sealedBackup(JSON.stringify([service()]))).bytes, fileOf(backup([service()])).bytes];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...good), fc.nat(), fc.nat(7), fc.boolean(), async (bytes, at, bit, cut) => {
        const index = at % bytes.length;
        const altered = cut ? bytes.slice(0, index) : bytes.map((byte, position) => (position === index ? byte ^ (1 << bit) : byte));
        await answers(altered);
      }),
      { numRuns: 200 },
    );
  });
});
