import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otpauthList } from '../../../../../src/main/transfer/formats/otpauthList.ts';
import type { ImportedEntry } from '../../../../../src/main/transfer/ImportedEntry.ts';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

const A = 'otpauth://totp/ACME:anna?secret=JBSWY3DPEHPK3PXP&issuer=ACME';
const B = 'otpauth://hotp/Example:ben?secret=MFRGGZDFMY&counter=4';
const unreadable = { name: '', problem: 'unreadable' };

const matches = (text: string): boolean => otpauthList.matches(ImportFile.ofText(text));
const read = (text: string): Promise<ImportedEntry[]> => otpauthList.read(ImportFile.ofText(text), undefined);
const namesOf = async (text: string): Promise<string[]> => (await read(text)).map(({ name }) => name);

describe('a list of account links', () => {
  it('is recognised by its first line that says something', () => {
    for (const text of [
      A,
      `${A}\n${B}\n`,
      `\uFEFF${A}`,
      `\r\n \r\n# saved today\r\n${A}`,
      `  ${A}`,
      `"${A}"`,
      `${A.replace('otpauth', 'OTPAUTH')}\nrubbish`,
    ])
      expect(matches(text), text).toBe(true);
  });

  it('is not taken for what it is not', () => {
    for (const text of [
      '',
      '\n\n',
      '# only a comment',
      `name\n${A}`,
      `{"a":"${A}"}`,
      `["${A}"]`,
      'otpauth-migration://offline?data=CgA%3D',
      `title,otp\nx,${A}`,
    ])
      expect(matches(text), text).toBe(false);
    expect(otpauthList.matches(new ImportFile(Uint8Array.of(0xff, 0xfe, 0x6f, 0)))).toBe(false);
  });

  it('never wants a password', () => {
    expect(otpauthList.isSealed(ImportFile.ofText(A))).toBe(false);
  });

  it('is read in its order, with any line ends, without blank lines and comments', async () => {
    const names = ['ACME – anna', 'Example – ben', 'ACME – anna'];
    for (const end of ['\n', '\r\n', '\r', '\n\n  \n'])
      expect(await namesOf(`\uFEFF# mine${end}${A}${end}#${A}${end} ${B} ${end}${A}${end}`)).toEqual(names);
  });

  it('is read when all stands in one line', async () => {
    expect(await namesOf(A)).toEqual(['ACME – anna']);
    for (const between of [' ', ',', ', ', '; ', '\t'])
      expect(await namesOf(`${A}${between}${B},`)).toEqual(['ACME – anna', 'Example – ben']);
    expect(await namesOf(`"${A}", "${B}"`)).toEqual(['ACME – anna', 'Example – ben']);
  });

  it('is read as Ente saves it by itself, each link a JSON text', async () => {
    expect(await read(`"${A}"\n"${B}"\n`)).toEqual(await read(`${A}\n${B}`));
  });

  it('keeps blanks within a link', async () => {
    expect(await namesOf('otpauth://totp/Mongo Atlas:Acc !@#444, x?algorithm=sha1&issuer=Mongo Atlas&secret=MFRGGZDFMY')).toEqual([
      'Mongo Atlas – Acc !@#444, x',
    ]);
  });

  it('shows every other line as one that can not be read, and reads on', async () => {
    const entries = await read(`${A}\nrubbish\notpauth-migration://offline?data=CgA\notpauth://totp/x?secret=1\n${B}`);
    expect(entries).toMatchObject([
      { name: 'ACME – anna' },
      unreadable,
      unreadable,
      { name: 'x', problem: 'secret-invalid' },
      { name: 'Example – ben' },
    ]);
  });

  it('is refused when it has more lines than anybody has', async () => {
    await expect(read(`${A}\n${'x\n'.repeat(100_001)}`)).rejects.toEqual(new TransferError('file-too-many'));
  });

  it('costs little, whatever stands in it', async () => {
    const started = performance.now();
    for (const part of [' ', ',', '"', ' ,', 'x ', '#', '\t']) await read(`${A}${part.repeat(1_000_000)}x\n${A}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

async function answers(bytes: Uint8Array): Promise<void> {
  const file = new ImportFile(bytes);
  otpauthList.matches(file);
  expect(otpauthList.isSealed(file)).toBe(false);
  const outcome: unknown = await otpauthList.read(file, undefined).catch((error: unknown) => error);
  expect(Array.isArray(outcome) || outcome instanceof TransferError).toBe(true);
}

describe('any file at all', () => {
  it('is answered or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), answers));
    await fc.assert(fc.asyncProperty(fc.json(), (json) => answers(new TextEncoder().encode(json))));
  });

  it('may be a good one that was cut or altered', async () => {
    const good = new TextEncoder().encode(`# ü\r\n${A}\r\n${B}\n`);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length), fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (end, at, flip) => {
        await answers(good.slice(0, end));
        await answers(good.map((byte, index) => (index === at ? byte ^ flip : byte)));
      }),
    );
  });
});
