import { hashRaw } from '@node-rs/argon2';
import fc from 'fast-check';
import { createCipheriv, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { proton } from '../../../../../src/main/transfer/formats/proton.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };

const fileOf = (json: unknown): ImportFile => ImportFile.ofText(JSON.stringify(json));
const read = (json: unknown, password?: string) => proton.read(fileOf(json), password);
const entry = (uri: unknown, name: unknown = null, type: unknown = 'Totp') => ({
  id: 'd8f1',
  content: { uri, entry_type: type, name },
  note: null,
});
const plainOf = (...entries: unknown[]) => ({ version: 1, entries });
const uri = `otpauth://totp/anna?secret=${SECRET}&issuer=ACME&algorithm=SHA256&digits=8&period=15`;

async function sealed(plain: unknown, password: string, purpose = 'proton.authenticator.export.v1') {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await hashRaw(password, { salt, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 });
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(purpose));
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
  const content = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return { version: 1, salt: salt.toString('base64'), content: content.toString('base64') };
}

describe('a plain export of Proton Authenticator', () => {
  it('gives every account in its order', async () => {
    const file = plainOf(entry(uri, 'anna'), entry(`steam://${SECRET}`, 'My games', 'Steam'));
    expect(proton.matches(fileOf(file))).toBe(true);
    expect(proton.isSealed(fileOf(file))).toBe(false);
    expect(await read(file)).toEqual([
      {
        name: 'ACME – anna',
        account: { issuer: 'ACME', label: 'anna', otp: { ...otp, algorithm: 'SHA256', digits: 8, period: 15 } },
      },
      { name: 'Steam – My games', account: { issuer: 'Steam', label: 'My games', otp: { type: 'steam', secret: SECRET } } },
    ]);
  });

  it('is recognised without any entry', async () => {
    expect(proton.matches(fileOf(plainOf()))).toBe(true);
    expect(await read(plainOf())).toEqual([]);
  });

  it('takes its name for the label where the URI has none, but not twice the issuer', async () => {
    const nameless = `otpauth://totp/?secret=${SECRET}`;
    expect(await read(plainOf(entry(nameless, 'bert'), entry(`${nameless}&issuer=ACME`, 'ACME')))).toEqual([
      { name: 'bert', account: { issuer: '', label: 'bert', otp } },
      { name: 'ACME', account: { issuer: 'ACME', label: '', otp } },
    ]);
  });

  it.each([
    ['padded', '+/8BAgMEBQYHCAkKCwwNDg8QERI='],
    ['unpadded', '+/8BAgMEBQYHCAkKCwwNDg8QERI'],
  ])('reads a Steam secret in %s base64', async (_, base64) => {
    expect(await read(plainOf(entry(`steam://${base64}`, 'x', 'Steam')))).toMatchObject([
      { account: { otp: { type: 'steam', secret: '7P7QCAQDAQCQMBYIBEFAWDANBYHRAEIS' } } },
    ]);
  });

  it('names every entry that it can not take over', async () => {
    expect(
      await read(
        plainOf(
          null,
          5,
          {},
          { content: 'x' },
          entry(uri, 'new kind', 'Hotp'),
          entry(5, 'no text'),
          entry('https://acme.example', 'no URI'),
          entry('otpauth://totp/?secret=!', 'bad'),
          entry('steam://!', 'bad', 'Steam'),
          entry('steam://', 'none', 'Steam'),
          entry(`steam://${'='.repeat(400_000)}x`, 'long', 'Steam'),
          entry(uri),
        ),
      ),
    ).toMatchObject([
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: '', problem: 'unreadable' },
      { name: 'new kind', problem: 'type-unsupported' },
      { name: 'no text', problem: 'unreadable' },
      { name: 'no URI', problem: 'unreadable' },
      { name: 'bad', problem: 'secret-invalid' },
      { name: 'Steam – bad', problem: 'secret-invalid' },
      { name: 'Steam – none', problem: 'secret-missing' },
      { name: 'Steam – long', problem: 'secret-invalid' },
      { name: 'ACME – anna' },
    ]);
  });

  it.each([
    ['file-too-new', 2],
    ['file-damaged', 0],
    ['file-damaged', 1.5 - 1],
  ])('says %s of version %d', async (code, version) => {
    const file = { ...plainOf(entry(uri)), version };
    expect(proton.matches(fileOf(file))).toBe(true);
    await expect(read(file)).rejects.toMatchObject({ code });
  });
});

describe('an export of Proton Authenticator with a password', () => {
  it('opens with its password', async () => {
    const file = await sealed(plainOf(entry(uri)), 'pässword 🔑');
    expect(proton.matches(fileOf(file))).toBe(true);
    expect(proton.isSealed(fileOf(file))).toBe(true);
    expect(await read(file, 'pässword 🔑')).toMatchObject([{ name: 'ACME – anna' }]);
  });

  it.each([undefined, '', 'wrong'])('says so when the password is %o', async (password) => {
    await expect(read(await sealed(plainOf(), 'right'), password)).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it('opens nothing that was sealed for another purpose', async () => {
    await expect(read(await sealed(plainOf(), 'open', 'authenticatorentry'), 'open')).rejects.toMatchObject({ code: 'password-wrong' });
  });

  it.each([
    ['file-damaged', { salt: 'AAAA' }],
    ['file-damaged', { salt: '?' }],
    ['file-damaged', { content: 'AAAA' }],
    ['file-damaged', { content: '' }],
    ['file-damaged', { content: 'not base64 at all, whatever it is' }],
    ['file-too-new', { version: 2 }],
    ['file-damaged', { version: 0 }],
  ])('says %s of %j', async (code, change) => {
    const file = { ...(await sealed(plainOf(), 'open')), ...change };
    expect(proton.matches(fileOf(file))).toBe(true);
    await expect(read(file, 'open')).rejects.toMatchObject({ code });
  });

  it.each([
    ['file-damaged', 'no JSON'],
    ['file-damaged', '[]'],
    ['file-damaged', '{"version":1}'],
    ['file-damaged', '{"version":1,"entries":{}}'],
    ['file-too-new', '{"version":2,"entries":[]}'],
  ])('says %s when it holds %s', async (code, inner) => {
    await expect(read(await sealed(inner, 'open'), 'open')).rejects.toMatchObject({ code });
  });
});

describe('a file that it is not', () => {
  it.each([
    { entries: [entry(uri)] },
    { version: 1, entries: [{ type: 'totp', info: {} }] },
    { version: 1, entries: [], app: 'another' },
    { version: '1', entries: [] },
    { version: 1, salt: 'AAAA', content: 'AAAA', kdf: 'scrypt' },
    { version: 1, header: {}, db: { entries: [] } },
    { encrypted: false, items: [] },
    [],
    null,
  ])('is not recognised: %j', (json) => {
    expect(proton.matches(fileOf(json))).toBe(false);
  });
});

describe('whatever is in a file', () => {
  let good: Buffer[] = [];
  beforeAll(async () => {
    good = [plainOf(entry(uri, 'x'), entry(`steam://${SECRET}`, 'y', 'Steam')), await sealed(plainOf(), 'open')].map((json) =>
      Buffer.from(JSON.stringify(json)),
    );
  });

  const answers = async (file: ImportFile): Promise<void> => {
    if (!proton.matches(file)) return;
    proton.isSealed(file);
    const result = await proton.read(file, 'open').catch((error: unknown) => error);
    expect(Array.isArray(result) || result instanceof TransferError).toBe(true);
  };

  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(new ImportFile(bytes))));
    await fc.assert(fc.asyncProperty(fc.jsonValue(), (json) => answers(fileOf(json))));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), (one, other) => answers(fileOf(plainOf(one, entry(one, other), other)))),
    );
    await fc.assert(fc.asyncProperty(fc.string(), (text) => answers(fileOf(plainOf(entry(`steam://${text}`, text, 'Steam'))))));
  });

  it('is answered or refused when it is cut or altered', async () => {
    for (const text of good) {
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
          const bytes = Buffer.from(cut ? text.subarray(0, at) : text);
          if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
          await answers(new ImportFile(bytes));
        }),
      );
    }
  });
});
