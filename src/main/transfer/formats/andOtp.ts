import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { openGcm, TAG_BYTES } from '../openGcm.ts';
import { TransferError } from '../TransferError.ts';

const derive = promisify(pbkdf2);

const SALT_AT = 4;
const NONCE_AT = SALT_AT + 12;
const DATA_AT = NONCE_AT + 12;
/** `[]`, sealed. */
const SMALLEST = DATA_AT + 2 + TAG_BYTES;

/** The app draws 140,000 to 160,000, before version 0.7.1 it drew 1,000 to 5,000. */
const FEWEST_ITERATIONS = 1_000;
const MOST_ITERATIONS = 1_000_000;

/** Members that the app has always written, and one of those that no other app's list has beside them. */
const markSchema = z
  .looseObject({ secret: z.string(), label: z.string() })
  .refine((entry) => ['type', 'digits', 'period', 'algorithm', 'thumbnail', 'tags'].some((key) => entry[key] !== undefined));
const objectSchema = z.looseObject({});

/**
 * Backups of andOTP for Android, plain and sealed with a password (Entry.java, BackupHelper.java and EncryptionHelper.java of
 * andOTP 0.9). A sealed one is a bare binary file: the rounds of PBKDF2-HMAC-SHA1 in four bytes, big-endian, a salt and a nonce
 * of 12 bytes each, then AES-256-GCM with its tag at the end.
 *
 * Backups that versions before 0.6.3 sealed start with their nonce at once and so look like any noise: they can not be
 * recognised, and are not read. Nor are those sealed with OpenPGP.
 */
export const andOtp: ImportFormat = {
  id: 'andotp',
  matches(file) {
    return isSealed(file) || (Array.isArray(file.json) && file.json.some((entry) => markSchema.safeParse(entry).success));
  },
  isSealed,
  async read(file, password) {
    const entries = isSealed(file) ? await openBackup(file.bytes, password) : file.json;
    if (!Array.isArray(entries)) throw new TransferError('file-damaged');
    return entries.map(accountOf);
  },
};

/**
 * A guess, and a weak one: nothing in the file says whose it is. But whatever passes is no text, hence none of the other files
 * that are, and starts with a zero byte, as archives, pictures, PDF files and databases do not, because a million is less than
 * 2^24. Of pure noise one file in 4,300 passes; it is asked a password for, and then called a wrong one.
 */
function isSealed(file: ImportFile): boolean {
  if (file.bytes.length < SMALLEST) return false;
  const iterations = iterationsOf(file.bytes);
  return iterations >= FEWEST_ITERATIONS && iterations <= MOST_ITERATIONS && file.text === undefined;
}

function iterationsOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

async function openBackup(bytes: Uint8Array, password: string | undefined): Promise<unknown> {
  if (password === undefined) throw new TransferError('password-wrong');
  const key = await derive(password, bytes.subarray(SALT_AT, NONCE_AT), iterationsOf(bytes), 32, 'sha1');
  let plain: Buffer | undefined;
  try {
    plain = openGcm(key, bytes.subarray(NONCE_AT, DATA_AT), bytes.subarray(DATA_AT));
    // An altered file and a wrong password look the same here.
    if (plain === undefined) throw new TransferError('password-wrong');
    return new ImportFile(plain).json;
  } finally {
    plain?.fill(0);
    key.fill(0);
  }
}

function accountOf(value: unknown): ImportedEntry {
  const entry = objectSchema.safeParse(value).data;
  if (entry === undefined) return { name: '', problem: 'unreadable' };
  return entryOf({
    ...namesOf(entry),
    type: entry.type ?? undefined,
    secret: entry.secret,
    algorithm: entry.algorithm ?? undefined,
    digits: entry.digits ?? undefined,
    period: entry.period ?? undefined,
    // Codes of a counter that starts anew would not be accepted.
    counter: entry.counter ?? NaN,
    tags: Array.isArray(entry.tags) ? entry.tags : [],
  });
}

/** Before version 0.7.0 both names were kept in one, `ACME - anna`. */
function namesOf({ issuer, label }: Record<string, unknown>): { readonly issuer: unknown; readonly label: unknown } {
  const cut = typeof label === 'string' && issuer === undefined ? label.indexOf(' - ') : -1;
  return typeof label === 'string' && cut > 0 ? { issuer: label.slice(0, cut), label: label.slice(cut + 3) } : { issuer, label };
}
