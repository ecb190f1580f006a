import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitwardenCsv } from '../../../../../src/main/transfer/formats/bitwardenCsv.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const HEADER = 'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp';
const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };

const read = (text: string) => bitwardenCsv.read(ImportFile.ofText(text), undefined);
const matches = (text: string) => bitwardenCsv.matches(ImportFile.ofText(text));

describe('a CSV export of Bitwarden', () => {
  it('gives an account with its title, user name, folder and pin', async () => {
    const text = `${HEADER}\nWork,1,login,ACME,,,0,https://acme.example,anna,pw,${SECRET}\n`;
    expect(matches(text)).toBe(true);
    expect(bitwardenCsv.isSealed(ImportFile.ofText(text))).toBe(false);
    expect(await read(text)).toEqual([
      { name: 'ACME – anna', account: { issuer: 'ACME', label: 'anna', otp, group: 'Work', isPinned: true } },
    ]);
  });

  it('is read with quotes, line breaks in notes, empty lines and URIs', async () => {
    const text = [
      HEADER,
      `,,login,"ACME, ""the"" firm","first line\nsecond, line\n\nlast","a: b\nc: d",0,"u1,u2",anna,"p""w",otpauth://totp/?secret=${SECRET}&digits=8`,
      '',
      `,,login,Steam,,,0,,bert,,steam://${SECRET}`,
      '',
    ].join('\n');
    expect(await read(text)).toEqual([
      { name: 'ACME, "the" firm – anna', account: { issuer: 'ACME, "the" firm', label: 'anna', otp: { ...otp, digits: 8 } } },
      { name: 'Steam – bert', account: { issuer: 'Steam', label: 'bert', otp: { type: 'steam', secret: SECRET } } },
    ]);
  });

  it('is read with Windows’ line ends and a byte order mark', async () => {
    const bytes = new TextEncoder().encode(`\uFEFF${HEADER}\r\n,,login,A,"x\r\ny",,0,,anna,,${SECRET}\r\n,,login,B,,,0,,,,${SECRET}\r\n`);
    const file = new ImportFile(bytes);
    expect(bitwardenCsv.matches(file)).toBe(true);
    expect((await bitwardenCsv.read(file, undefined)).map(({ name }) => name)).toEqual(['A – anna', 'B']);
  });

  it('is read with its columns in another order, and with others among them', async () => {
    const text = `login_totp,extra,name,login_username,type,folder\n${SECRET},x,ACME,anna,login,Work\n`;
    expect(matches(text)).toBe(true);
    expect(await read(text)).toMatchObject([{ account: { issuer: 'ACME', label: 'anna', group: 'Work' } }]);
  });

  it('leaves out rows without a one-time password', async () => {
    const text = `${HEADER}\n,,login,A,,,0,,,,\n,,note,N,text,,0,,,,\n,,login,B,,,0,,,,${SECRET}\n,,login,C,,,0,,,,"  "\n`;
    expect((await read(text)).map(({ name }) => name)).toEqual(['B']);
  });

  it('takes an organisation’s collections for groups', async () => {
    const text = `collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"Servers,Shared",login,A,,,0,,,,${SECRET}\n`;
    expect(await read(text)).toMatchObject([{ account: { group: 'Servers', tags: ['Shared'] } }]);
  });

  it('names rows that it can not take over', async () => {
    const text = `${HEADER}\n,,login,Bad,,,0,,,,nonsense!\n,,login,Cut\n,,login,Good,,,0,,,,${SECRET}`;
    expect(await read(text)).toMatchObject([
      { name: 'Bad', problem: 'secret-invalid' },
      { name: 'Cut', problem: 'unreadable' },
      { name: 'Good', account: { otp } },
    ]);
  });

  it.each([`${HEADER}\n,,login,"A,,,0,,,,${SECRET}\n`, `${HEADER}\n,,login,"A"x,,,0,,,,${SECRET}\n`, `${HEADER}\n,,login,A"x",,,0,,,,\n`])(
    'says so when its quotes are broken: %#',
    async (text) => {
      expect(matches(text)).toBe(true);
      await expect(read(text)).rejects.toMatchObject({ code: 'file-damaged' });
    },
  );
});

describe('a CSV export of Bitwarden Authenticator for Android', () => {
  const header = 'folder,favorite,type,name,login_uri,login_totp';
  const row = (issuer: string) => `,,1,${issuer},,otpauth://totp/x:anna?secret=${SECRET}&issuer=ACME,${issuer},30,6`;

  it('is read although its rows are wider than its header', async () => {
    const text = `${header}\n${row('ACME')}\n${row('B')}`;
    expect(matches(text)).toBe(true);
    expect(await read(text)).toMatchObject([{ account: { issuer: 'ACME', otp } }, { account: { otp } }]);
  });

  it('loses no account to a comma in an issuer', async () => {
    expect(await read(`${header}\n${row('ACME, Inc.')}`)).toMatchObject([{ account: { issuer: 'ACME', otp } }]);
  });
});

describe('a file that it is not', () => {
  it.each([
    '',
    'login_totp',
    'name,username,password\na,b,c',
    '"Group","Title","Username","Password","URL","Notes","TOTP"\n',
    `note\n${HEADER}\n`,
    '{"login_totp":1,"name":2,"type":3}',
    `"${HEADER}`,
  ])('is not recognised: %j', (text) => {
    expect(matches(text)).toBe(false);
  });
});

describe('whatever is in a file', () => {
  const answers = async (file: ImportFile): Promise<void> => {
    if (!bitwardenCsv.matches(file)) return;
    const result = await bitwardenCsv.read(file, undefined).catch((error: unknown) => error);
    expect(Array.isArray(result) || result instanceof TransferError).toBe(true);
  };

  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(new ImportFile(bytes))));
    await fc.assert(fc.asyncProperty(fc.jsonValue(), (json) => answers(ImportFile.ofText(JSON.stringify(json)))));
    await fc.assert(fc.asyncProperty(fc.string(), (text) => answers(ImportFile.ofText(`${HEADER}\n${text}`))));
  });

  it('is answered or refused when it is cut or altered', async () => {
    const good = Buffer.from(`${HEADER}\n,,login,"A ""b""","x\ny",,0,,anna,,${SECRET}\n,1,login,B,,,0,,,,steam://${SECRET}\n`);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
        const bytes = Buffer.from(cut ? good.subarray(0, at) : good);
        if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        await answers(new ImportFile(bytes));
      }),
    );
  });
});
