import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepassXml } from '../../../../../src/main/transfer/formats/keepassXml.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const field = (key: string, value: string) =>
  `<String><Key>${escaped(key)}</Key><Value ProtectInMemory="True">${escaped(value)}</Value></String>`;
const entry = (fields: Record<string, string>, more = '') =>
  `\n<Entry><UUID>AAAA</UUID><IconID>0</IconID><Times><Expires>False</Expires></Times>${Object.entries(fields)
    .map(([key, value]) => field(key, value))
    .join('')}<AutoType><Enabled>True</Enabled></AutoType>${more}</Entry>\n`;
const group = (name: string, inner: string) => `<Group><UUID>BBBB</UUID><Name>${escaped(name)}</Name><Notes/>${inner}</Group>`;
const database = (inner: string) =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<KeePassFile>\n<Meta><Generator>KeePass</Generator><DatabaseName>Mine</DatabaseName></Meta>\n<Root>${group('Mine', inner)}<DeletedObjects/></Root>\n</KeePassFile>\n`;

const read = (text: string) => keepassXml.read(ImportFile.ofText(text), undefined);
const matches = (text: string) => keepassXml.matches(ImportFile.ofText(text));
const readFields = (fields: Record<string, string>) =>
  read(database(entry({ Title: 'ACME', UserName: 'anna', Password: 'pw', ...fields })));
const accountWith = (parameters: object) => [{ name: 'ACME – anna', account: { issuer: 'ACME', label: 'anna', otp: parameters } }];

describe('an XML export of KeePass', () => {
  it('is recognised by its first element', () => {
    const text = database('');
    expect(matches(text)).toBe(true);
    expect(matches(`\uFEFF${text}`)).toBe(true);
    expect(matches(text.replace(/^<\?.*\?>\s*/, ''))).toBe(true);
    expect(keepassXml.isSealed(ImportFile.ofText(text))).toBe(false);
  });

  it('gives accounts in the order of the file, with the name of the group that they are in', async () => {
    const text = database(
      entry({ Title: 'Top', otp: SECRET }) +
        group(
          'Work',
          entry({ Title: 'A', otp: SECRET }) +
            group('Mail & more', entry({ Title: 'B', otp: SECRET })) +
            entry({ Title: 'C', otp: SECRET }),
        ) +
        group('Recycle Bin', entry({ Title: 'D', otp: SECRET })),
    );
    expect(await read(text)).toEqual([
      { name: 'Top', account: { issuer: 'Top', label: '', otp } },
      { name: 'A', account: { issuer: 'A', label: '', otp, group: 'Work' } },
      { name: 'B', account: { issuer: 'B', label: '', otp, group: 'Mail & more' } },
      { name: 'C', account: { issuer: 'C', label: '', otp, group: 'Work' } },
      { name: 'D', account: { issuer: 'D', label: '', otp, group: 'Recycle Bin' } },
    ]);
  });

  it('leaves out entries without a one-time password, and what entries once were', async () => {
    const past = `<History>${entry({ Title: 'Old', otp: SECRET })}</History>`;
    const text = database(
      entry({ Title: 'Plain', Password: 'pw' }, past) + entry({ Title: 'Empty', otp: ' ' }) + entry({ Title: 'New', otp: SECRET }, past),
    );
    expect((await read(text)).map(({ name }) => name)).toEqual(['New']);
  });

  it.each<[string, Record<string, string>, object]>([
    ['otpauth URI', { otp: `otpauth://totp/ACME:anna?secret=${SECRET}&period=60&digits=8&issuer=ACME` }, { ...otp, period: 60, digits: 8 }],
    ['otpauth URI without names', { otp: `otpauth://totp/?secret=${SECRET}` }, otp],
    [
      'otpauth URI with KeePassXC’s encoder for Steam',
      { otp: `otpauth://totp/ACME:anna?secret=${SECRET}&period=30&digits=5&issuer=ACME&encoder=steam` },
      { type: 'steam', secret: SECRET },
    ],
    ['secret alone', { otp: 'jbsw y3dp ehpk 3pxp' }, otp],
    ['KeeOtp query', { otp: `key=${SECRET}` }, otp],
    [
      'KeeOtp query with all it can say',
      { otp: `key=${SECRET}&step=60&size=8&otpHashMode=Sha256` },
      { ...otp, period: 60, digits: 8, algorithm: 'SHA256' },
    ],
    ['KeeOtp query with padding', { otp: 'key=MFRGG%3d%3D%3d&size=7' }, { ...otp, secret: 'MFRGG', digits: 7 }],
    [
      'KeeOtp query with a counter',
      { otp: `key=${SECRET}&type=Hotp&counter=42` },
      { type: 'hotp', secret: SECRET, algorithm: 'SHA1', digits: 6, counter: 42 },
    ],
    ['KeeOtp query in base64', { otp: 'key=SGVsbG8hPz8+/w%3d%3d&encoding=Base64' }, { ...otp, secret: 'JBSWY3DPEE7T6PX7' }],
    ['KeeOtp query in hexadecimal', { otp: 'key=48656c6c6f21deadbeef&encoding=Hex' }, { ...otp, secret: SECRET }],
    ['KeeOtp query of a text', { otp: 'key=Hello&encoding=UTF8' }, { ...otp, secret: 'JBSWY3DP' }],
    ['TimeOtp secret in base32', { 'TimeOtp-Secret-Base32': SECRET.toLowerCase() }, otp],
    ['TimeOtp secret in hexadecimal', { 'TimeOtp-Secret-Hex': '48656C6C 6F21DEAD BEEF' }, otp],
    ['TimeOtp secret in base64', { 'TimeOtp-Secret-Base64': 'SGVsbG8h3q2+7w==' }, otp],
    ['TimeOtp secret that is a text', { 'TimeOtp-Secret': ' é<' }, { ...otp, secret: 'EDB2SPA' }],
    [
      'TimeOtp secret with its parameters',
      { 'TimeOtp-Secret-Base32': SECRET, 'TimeOtp-Period': '60', 'TimeOtp-Length': '8', 'TimeOtp-Algorithm': 'HMAC-SHA-512' },
      { ...otp, period: 60, digits: 8, algorithm: 'SHA512' },
    ],
    [
      'TimeOtp secret whose parameters are zero or empty',
      { 'TimeOtp-Secret-Base32': SECRET, 'TimeOtp-Period': '0', 'TimeOtp-Length': '', 'TimeOtp-Algorithm': '' },
      otp,
    ],
    [
      'HmacOtp secret',
      { 'HmacOtp-Secret-Base32': SECRET, 'HmacOtp-Counter': '7' },
      { type: 'hotp', secret: SECRET, algorithm: 'SHA1', digits: 6, counter: 7 },
    ],
    [
      'HmacOtp secret without a counter',
      { 'HmacOtp-Secret-Hex': '48656c6c6f21deadbeef' },
      { type: 'hotp', secret: SECRET, algorithm: 'SHA1', digits: 6, counter: 0 },
    ],
    ['TOTP Seed', { 'TOTP Seed': SECRET }, otp],
    ['TOTP Seed with settings', { 'TOTP Seed': SECRET, 'TOTP Settings': '60;8' }, { ...otp, period: 60, digits: 8 }],
    ['TOTP Seed with a time server', { 'TOTP Seed': SECRET, 'TOTP Settings': '30;7;https://time.example' }, { ...otp, digits: 7 }],
    ['TOTP Seed of Steam', { 'TOTP Seed': SECRET, 'TOTP Settings': '30;S' }, { type: 'steam', secret: SECRET }],
  ])('reads a one-time password kept as %s', async (_, fields, expected) => {
    expect(await readFields(fields)).toEqual(accountWith(expected));
  });

  it('gives one account where the same password is kept in two ways, and two where there are two', async () => {
    const twice = { otp: SECRET, 'TimeOtp-Secret-Base32': SECRET, 'TOTP Seed': SECRET };
    expect(await readFields(twice)).toEqual(accountWith(otp));
    expect(await readFields({ ...twice, 'HmacOtp-Secret-Base32': SECRET })).toMatchObject([
      { account: { otp: { type: 'totp' } } },
      { account: { otp: { type: 'hotp' } } },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['secret-invalid', { otp: '!' }],
    ['secret-invalid', { otp: 'key=!' }],
    ['secret-missing', { otp: 'key=' }],
    ['secret-invalid', { otp: `key=${SECRET}&encoding=Rot13` }],
    ['type-unsupported', { otp: `key=${SECRET}&type=Yandex` }],
    ['secret-invalid', { 'TimeOtp-Secret-Hex': 'abc' }],
    ['secret-invalid', { 'TimeOtp-Secret-Hex': 'xyz!' }],
    ['secret-invalid', { 'TimeOtp-Secret-Base64': '?' }],
    ['algorithm-unsupported', { 'TimeOtp-Secret-Base32': SECRET, 'TimeOtp-Algorithm': 'HMAC-MD5' }],
    ['digits-unsupported', { 'TOTP Seed': SECRET, 'TOTP Settings': '30;12' }],
    ['period-unsupported', { 'TOTP Seed': SECRET, 'TOTP Settings': 'x;6' }],
    ['counter-unsupported', { 'HmacOtp-Secret-Base32': SECRET, 'HmacOtp-Counter': '-1' }],
  ])('says %s of an entry with %j', async (problem, fields) => {
    expect(await readFields(fields)).toEqual([{ name: 'ACME – anna', problem }]);
  });

  it('names an entry whose secret is still encrypted', async () => {
    const inner = `<String><Key>otp</Key><Value Protected="True">3q2+7w==</Value></String>`;
    const text = database(`<Entry>${field('Title', 'ACME')}${inner}</Entry>${entry({ Title: 'B', otp: SECRET })}`);
    expect(await read(text)).toMatchObject([{ name: 'ACME', problem: 'unreadable' }, { name: 'B' }]);
  });

  it('decodes XML’s own entities once, numbers and CDATA', async () => {
    const title = '<Key>Title</Key><Value>A&amp;lt;B &#x26; &#128273;<![CDATA[ &amp; ]]>&quot;&apos;&nbsp;&#x110000;</Value>';
    const text = database(`<Entry><String>${title}</String>${field('otp', SECRET)}</Entry>`);
    expect(await read(text)).toMatchObject([{ account: { issuer: `A&lt;B & 🔑 &amp; "'&nbsp;&#x110000;` } }]);
  });

  it('takes names of things that every object has for names', async () => {
    const fields = Object.fromEntries(['Title', 'otp', '__proto__', 'constructor', 'toString'].map((key) => [key, SECRET]));
    expect((await read(database(entry(fields)))).map(({ name }) => name)).toEqual([SECRET]);
  });
});

describe('a broken or hostile XML file', () => {
  const bomb = `<?xml version="1.0"?>\n<!DOCTYPE KeePassFile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n`;

  it('is refused when it defines entities, inside or outside', async () => {
    const body = database(entry({ Title: 'A', otp: SECRET })).replace(/^<\?.*\?>\s*/, '');
    for (const head of [bomb, '<!DOCTYPE KeePassFile SYSTEM "file:///etc/passwd">']) {
      expect(matches(head + body)).toBe(false);
      await expect(read(head + body)).rejects.toMatchObject({ code: 'file-damaged' });
    }
    const late = body.replace('<Root>', '<!DOCTYPE x [<!ENTITY a "b">]><Root>');
    expect(matches(late)).toBe(true);
    await expect(read(late)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it.each([
    ['cut', database(entry({ Title: 'A', otp: SECRET })).slice(0, -40)],
    ['without an end tag', database('<Entry><String></Entry>')],
    ['without a root', '<KeePassFile><Meta/></KeePassFile>'],
    ['without a group', '<KeePassFile><Root/></KeePassFile>'],
    ['nothing but its first element', '<KeePassFile>'],
    ['of elements named like what every object has', database('<__proto__/><constructor/>')],
    ['too deep', database('<Group>'.repeat(200) + '</Group>'.repeat(200))],
    ['far too deep', database('<Group>'.repeat(200_000) + '</Group>'.repeat(200_000))],
  ])('is refused when it is %s', async (_, text) => {
    expect(matches(text)).toBe(true);
    await expect(read(text)).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it('is not recognised when it is something else', () => {
    for (const text of ['', '<pwlist><pwentry/></pwlist>', '<KeePassFiles/>', '<a><KeePassFile></KeePassFile></a>', '{"KeePassFile":1}']) {
      expect(matches(text)).toBe(false);
    }
  });

  it('is read soon although a secret is long', { timeout: 10_000 }, async () => {
    expect(await readFields({ 'TimeOtp-Secret-Base32': `${'='.repeat(400_000)}x` })).toMatchObject([{ problem: 'secret-invalid' }]);
  });

  it('has no secret in its errors', async () => {
    const error: unknown = await read(database(`<Entry>${SECRET}<`)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransferError);
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });
});

describe('whatever is in a file', () => {
  const answers = async (file: ImportFile): Promise<void> => {
    if (!keepassXml.matches(file)) return;
    const result = await keepassXml.read(file, undefined).catch((error: unknown) => error);
    expect(Array.isArray(result) || result instanceof TransferError).toBe(true);
  };

  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(new ImportFile(bytes))));
    await fc.assert(fc.asyncProperty(fc.jsonValue(), (json) => answers(ImportFile.ofText(JSON.stringify(json)))));
    await fc.assert(fc.asyncProperty(fc.string(), (text) => answers(ImportFile.ofText(database(text)))));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('otp', 'TOTP Seed', 'TOTP Settings', 'TimeOtp-Secret', 'HmacOtp-Counter'), fc.string()),
        (fields) => answers(ImportFile.ofText(database(entry(fields)))),
      ),
    );
  });

  it('is answered or refused when it is cut or altered', async () => {
    const good = Buffer.from(
      database(entry({ Title: 'A', otp: `key=${SECRET}` }) + group('G', entry({ Title: 'B', 'TOTP Seed': SECRET }))),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
        const bytes = Buffer.from(cut ? good.subarray(0, at) : good);
        if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        await answers(new ImportFile(bytes));
      }),
      { numRuns: 300 },
    );
  });
});
