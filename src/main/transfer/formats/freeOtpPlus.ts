import { z } from 'zod';
import { secretOfBytes } from '../canonicalSecret.ts';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import type { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { TransferError } from '../TransferError.ts';

const fileSchema = z.looseObject({ tokens: z.array(z.unknown()), tokenOrder: z.array(z.unknown()) });
const tokenSchema = z.looseObject({});
/** Java's bytes have a sign. No secret of ours is longer than 512 of them. */
const secretSchema = z.array(z.int().min(-128).max(127)).max(512);

/**
 * The JSON export of FreeOTP+ for Android (its `ImportExportUtil` and `legacy.Token`): never sealed. What FreeOTP itself calls
 * a backup is a serialised Java map and no such file.
 */
export const freeOtpPlus: ImportFormat = {
  id: 'freeotp-plus',

  matches({ json }): boolean {
    return fileSchema.safeParse(json).success;
  },

  isSealed(): boolean {
    return false;
  },

  async read(file): Promise<ImportedEntry[]> {
    return await Promise.resolve(tokensOf(file));
  },
};

function tokensOf({ json }: ImportFile): ImportedEntry[] {
  const file = fileSchema.safeParse(json);
  if (!file.success) throw new TransferError('file-damaged');
  return file.data.tokens.map(readToken);
}

function readToken(value: unknown): ImportedEntry {
  const token = tokenSchema.safeParse(value);
  if (!token.success) return { name: '', problem: 'unreadable' };
  const { algo, digits, period, issuerExt, issuerInt, issuerAlt, label, labelAlt, category } = token.data;
  return entryOf({
    // In this order the app itself looks for the name it shows: what the person typed, the label's prefix, the parameter.
    issuer: firstText(issuerAlt, issuerExt, issuerInt),
    label: firstText(labelAlt, label),
    type: typeOf(token.data),
    secret: secretOf(token.data.secret),
    algorithm: algo ?? undefined,
    digits: digits ?? undefined,
    period: period ?? undefined,
    counter: counterOf(token.data.counter),
    group: category,
  });
}

function firstText(...values: readonly unknown[]): unknown {
  return values.find((value) => typeof value === 'string' && value !== '');
}

/** The app knows no type of its own for Steam: a TOTP of the issuer `Steam` shows five of Steam's letters. */
function typeOf({ type, issuerExt, issuerInt, digits }: Readonly<Record<string, unknown>>): unknown {
  const isSteam = type === 'TOTP' && (issuerExt === 'Steam' || issuerInt === 'Steam') && (digits === 5 || digits === undefined);
  return isSteam ? 'steam' : (type ?? undefined);
}

function secretOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const bytes = secretSchema.safeParse(value);
  // The question mark is no base32, so that the entry's secret is called invalid.
  return bytes.success ? secretOfBytes(Uint8Array.from(bytes.data)) : '?';
}

/** Of a counter of 0 in a URI the app keeps -1 until its first code. */
function counterOf(value: unknown): unknown {
  return value === -1 ? 0 : (value ?? undefined);
}
