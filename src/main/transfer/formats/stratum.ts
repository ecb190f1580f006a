import { z } from 'zod';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { TransferError } from '../TransferError.ts';
import { isSealedStratum, openStratum } from './stratumSealed.ts';

/** More categories of one account than anybody has; they are counted so that a file can not multiply them by its accounts. */
const MOST_TAGS = 100;

const backupSchema = z.looseObject({
  Authenticators: z.array(z.unknown()),
  Categories: z.unknown().optional(),
  AuthenticatorCategories: z.unknown().optional(),
});
type Backup = z.infer<typeof backupSchema>;
const authenticatorSchema = z.looseObject({});
const categorySchema = z.looseObject({ Id: z.string(), Name: z.string() });
const bindingSchema = z.looseObject({ CategoryId: z.string(), AuthenticatorSecret: z.string() });

/** mOTP (3) and Yandex (5) are no RFC's codes, and not here. */
const TYPES: ReadonlyMap<unknown, string | undefined> = new Map([
  [undefined, 'totp'],
  [1, 'hotp'],
  [2, 'totp'],
  [4, 'steam'],
]);
const ALGORITHMS: ReadonlyMap<unknown, string | undefined> = new Map([
  [undefined, 'SHA1'],
  [0, 'SHA1'],
  [1, 'SHA256'],
  [2, 'SHA512'],
]);

/**
 * A backup of Stratum for Android, which was Authenticator Pro: as plain JSON or sealed (`stratumSealed.ts`). An account may be in
 * any number of its categories, so these become tags. Learnt from `Backup`, `Authenticator` and `AuthenticatorType` of Stratum.Core.
 */
export const stratum: ImportFormat = {
  id: 'stratum',

  matches(file): boolean {
    return isSealedStratum(file.bytes) || backupSchema.safeParse(file.json).success;
  },

  isSealed({ bytes }): boolean {
    return isSealedStratum(bytes);
  },

  async read(file, password): Promise<ImportedEntry[]> {
    if (isSealedStratum(file.bytes)) return await openStratum(file.bytes, password, (plain) => entriesOf(new ImportFile(plain).json));
    const entries = entriesOf(file.json);
    if (entries === undefined) throw new TransferError('file-damaged');
    return entries;
  },
};

function entriesOf(json: unknown): ImportedEntry[] | undefined {
  const backup = backupSchema.safeParse(json);
  if (!backup.success) return undefined;
  const tags = tagsBySecret(backup.data);
  return backup.data.Authenticators.map((value) => readAuthenticator(value, tags));
}

function readAuthenticator(value: unknown, tags: ReadonlyMap<unknown, readonly string[]>): ImportedEntry {
  const authenticator = authenticatorSchema.safeParse(value);
  if (!authenticator.success) return { name: '', problem: 'unreadable' };
  const { Issuer, Username, Type, Secret, Algorithm, Digits, Period, Counter } = authenticator.data;
  return entryOf({
    issuer: Issuer,
    label: Username,
    // Null is no type's and no algorithm's name, so that an unknown number is called unsupported.
    type: TYPES.get(Type) ?? null,
    secret: Secret,
    algorithm: ALGORITHMS.get(Algorithm) ?? null,
    digits: Digits,
    period: Period,
    // The app counts up before it computes, but its own URIs give the number as it stands, and behind is the safe side.
    counter: Counter,
    tags: tags.get(Secret),
  });
}

/** Categories are bound to the secret, the key of an account in the app's database. */
function tagsBySecret(backup: Backup): ReadonlyMap<unknown, readonly string[]> {
  const names = new Map(known(backup.Categories, categorySchema).map(({ Id, Name }) => [Id, Name]));
  const tags = new Map<string, string[]>();
  for (const { CategoryId, AuthenticatorSecret } of known(backup.AuthenticatorCategories, bindingSchema)) {
    const name = names.get(CategoryId);
    const of = tags.get(AuthenticatorSecret) ?? [];
    tags.set(AuthenticatorSecret, of);
    if (name !== undefined && of.length < MOST_TAGS && !of.includes(name)) of.push(name);
  }
  return tags;
}

/** Categories are no accounts: one that is damaged costs a tag, nothing else. */
function known<T>(list: unknown, schema: z.ZodType<T>): readonly T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}
