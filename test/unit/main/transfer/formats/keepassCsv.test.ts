import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepassCsv } from '../../../../../src/main/transfer/formats/keepassCsv.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const HEADER = '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"';
const otp = { type: 'totp', secret: SECRET, algorithm: 'SHA1', digits: 6, period: 30 };

const row = (group: string, title: string, userName: string, totp: string, notes = '') =>
  [group, title, userName, 'pw', 'https://acme.example', notes, totp, '0', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z']
    .map((cell) => `"${cell.replaceAll('"', '""')}"`)
    .join(',');
const fileOf = (...rows: string[]) => ImportFile.ofText(`${[HEADER, ...rows].join('\n')}\n`);
const read = (...rows: string[]) => keepassCsv.read(fileOf(...rows), undefined);
const uri = `otpauth://totp/ACME:anna?secret=${SECRET}&period=30&digits=6&issuer=ACME`;

describe('a CSV export of KeePassXC', () => {
  it('gives an account with its title, user name and the last group of its path', async () => {
    const rows = [row('Passwords/Work/Mail', 'ACME', 'anna', uri, 'a "note"\nof two, lines')];
    expect(keepassCsv.matches(fileOf(...rows))).toBe(true);
    expect(keepassCsv.isSealed(fileOf(...rows))).toBe(false);
    expect(await read(...rows)).toEqual([{ name: 'ACME – anna', account: { issuer: 'ACME', label: 'anna', otp, group: 'Mail' } }]);
  });

  it('puts what lies in the database itself in no group', async () => {
    expect(await read(row('Passwords', 'ACME', 'anna', uri))).toEqual([
      { name: 'ACME – anna', account: { issuer: 'ACME', label: 'anna', otp } },
    ]);
  });

  it('leaves out rows without a one-time password and keeps the order of the rest', async () => {
    const entries = await read(row('R', 'B', 'b', SECRET), row('R', 'None', 'n', ''), row('R', 'A', 'a', SECRET));
    expect(entries.map(({ name }) => name)).toEqual(['B – b', 'A – a']);
  });

  it('knows Steam by its encoder', async () => {
    const steam = `otpauth://totp/Steam:anna?secret=${SECRET}&period=30&digits=5&issuer=Steam&encoder=steam`;
    expect(await read(row('R', 'Steam', 'anna', steam))).toMatchObject([{ account: { otp: { type: 'steam', secret: SECRET } } }]);
  });

  it('does not take the words for a missing title and user name for names', async () => {
    const nameless = `otpauth://totp/KeePassXC:none?secret=${SECRET}&period=30&digits=6&issuer=KeePassXC`;
    expect(await read(row('R', '', '', nameless), row('R', 'KeePassXC', 'none', nameless))).toMatchObject([
      { name: '', account: { issuer: '', label: '' } },
      { name: 'KeePassXC – none', account: { issuer: 'KeePassXC', label: 'none' } },
    ]);
  });

  it('names rows that it can not take over', async () => {
    expect(await read(row('R', 'Bad', 'b', 'otpauth://totp/?secret=!'), '"R","Cut","c"', row('R', 'Good', 'g', SECRET))).toMatchObject([
      { name: 'Bad – b', problem: 'secret-invalid' },
      { name: 'Cut – c', problem: 'unreadable' },
      { account: { issuer: 'Good' } },
    ]);
  });

  it('is read with Windows’ line ends and a byte order mark', async () => {
    const file = new ImportFile(new TextEncoder().encode(`\uFEFF${HEADER}\r\n${row('R', 'A', 'a', SECRET, 'x\r\ny')}\r\n`));
    expect(keepassCsv.matches(file)).toBe(true);
    expect(await keepassCsv.read(file, undefined)).toHaveLength(1);
  });

  it('says so when a quote is never closed', async () => {
    await expect(read(row('R', 'A', 'a', SECRET), '"R","B')).rejects.toMatchObject({ code: 'file-damaged' });
  });
});

describe('a file that it is not', () => {
  it.each([
    '"Group","Title","Username","Password","URL","Notes"\n',
    'folder,favorite,type,name,login_uri,login_totp\n',
    'Title,Url,Username,Password,Notes,OTPAuth\n',
    'Account,Login Name,Password,Web Site,Comments\n',
    '',
  ])('is not recognised: %j', (text) => {
    expect(keepassCsv.matches(ImportFile.ofText(text))).toBe(false);
  });
});

describe('whatever is in a file', () => {
  const answers = async (file: ImportFile): Promise<void> => {
    if (!keepassCsv.matches(file)) return;
    const result = await keepassCsv.read(file, undefined).catch((error: unknown) => error);
    expect(Array.isArray(result) || result instanceof TransferError).toBe(true);
  };

  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => answers(new ImportFile(bytes))));
    await fc.assert(fc.asyncProperty(fc.jsonValue(), (json) => answers(ImportFile.ofText(JSON.stringify(json)))));
    await fc.assert(fc.asyncProperty(fc.string(), (text) => answers(ImportFile.ofText(`${HEADER}\n${text}`))));
    await fc.assert(fc.asyncProperty(fc.string(), fc.string(), (text, other) => answers(fileOf(row(text, other, text, other)))));
  });

  it('is answered or refused when it is cut or altered', async () => {
    const good = Buffer.from(fileOf(row('R/G', 'A "b"', 'a', uri, 'x\ny'), row('R', 'B', 'b', SECRET)).bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
        const bytes = Buffer.from(cut ? good.subarray(0, at) : good);
        if (!cut) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        await answers(new ImportFile(bytes));
      }),
    );
  });
});
