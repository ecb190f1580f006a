import { z } from 'zod';
import { cleanName } from '../cleanName.ts';
import type { ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri } from '../otpauthUri.ts';
import { TransferError } from '../TransferError.ts';
import { openBitwardenExport } from './bitwardenEncrypted.ts';
import { type ManagedItem, ofItem, readTotpField } from './totpField.ts';

const plainSchema = z.looseObject({ encrypted: z.literal(false), items: z.unknown() });
/** An export that only the account which made it can open has no `passwordProtected`; it is of no use here. */
const sealedSchema = z.looseObject({ encrypted: z.literal(true), passwordProtected: z.literal(true) });

const exportSchema = z.looseObject({
  encrypted: z.literal(false),
  items: z.array(z.unknown()),
  folders: z.array(z.unknown()).nullish().catch(null),
  collections: z.array(z.unknown()).nullish().catch(null),
});
const placeSchema = z.looseObject({ id: z.string(), name: z.string() });
const itemSchema = z.looseObject({
  name: z.unknown().optional(),
  folderId: z.unknown().optional(),
  collectionIds: z.array(z.unknown()).nullish().catch(null),
  favorite: z.unknown().optional(),
  login: z.unknown().optional(),
});
const loginSchema = z.looseObject({
  totp: z.unknown().optional(),
  username: z.unknown().optional(),
  issuer: z.unknown().optional(),
  period: z.unknown().optional(),
  digits: z.unknown().optional(),
  algorithm: z.unknown().optional(),
});
type Item = z.infer<typeof itemSchema>;
type Login = z.infer<typeof loginSchema>;

/**
 * The JSON exports of Bitwarden's password manager (a person's and an organisation's, plain or with a password of their own)
 * and of Bitwarden Authenticator, which writes the same frame (`ExportJsonData.kt`, `CipherLike.swift`). Items without a
 * one-time password are no accounts and are left out.
 */
export const bitwardenJson: ImportFormat = {
  id: 'bitwarden-json',
  matches: ({ json }) => (plainSchema.safeParse(json).success && isObjectWith(json, 'items')) || isSealed(json),
  isSealed: ({ json }) => isSealed(json),
  async read({ json }, password) {
    if (!isSealed(json)) return entriesOf(json);
    const plain = await openBitwardenExport(json, password);
    try {
      return entriesOf(new ImportFile(plain).json);
    } finally {
      plain.fill(0);
    }
  },
};

function isSealed(json: unknown): boolean {
  return sealedSchema.safeParse(json).success && isObjectWith(json, 'data');
}

function isObjectWith(json: unknown, member: string): boolean {
  return typeof json === 'object' && json !== null && member in json;
}

function entriesOf(json: unknown): ImportedEntry[] {
  const parsed = exportSchema.safeParse(json);
  if (!parsed.success) throw new TransferError('file-damaged');
  const { items, folders, collections } = parsed.data;
  const places = new Map([...(folders ?? []), ...(collections ?? [])].flatMap(placeOf));
  return items.flatMap((item) => entryOfItem(item, places) ?? []);
}

function placeOf(place: unknown): [string, string][] {
  const parsed = placeSchema.safeParse(place);
  return parsed.success ? [[parsed.data.id, parsed.data.name]] : [];
}

/** Undefined for an item that has no one-time password. */
function entryOfItem(value: unknown, places: ReadonlyMap<string, string>): ImportedEntry | undefined {
  const item = itemSchema.safeParse(value).data;
  if (item === undefined) return { name: '', problem: 'unreadable' };
  if (item.login === undefined || item.login === null) return undefined;
  const login = loginSchema.safeParse(item.login).data;
  if (login === undefined) return { name: cleanName(item.name), problem: 'unreadable' };
  const { totp } = login;
  if (totp === undefined || totp === null) return undefined;
  if (typeof totp !== 'string') return { name: cleanName(item.name), problem: 'unreadable' };
  if (totp.trim() === '') return undefined;
  const managed = managedOf(item, login, places);
  return isBareWithParameters(totp, login) ? ofItem(managed, { secret: totp, ...parametersOf(login) }) : readTotpField(totp, managed);
}

function managedOf({ name, folderId, collectionIds, favorite }: Item, login: Login, places: ReadonlyMap<string, string>): ManagedItem {
  const [group, ...tags] = [folderId, ...(collectionIds ?? [])].flatMap((id) => (typeof id === 'string' ? (places.get(id) ?? []) : []));
  const issuer = cleanName(login.issuer);
  return { title: issuer === '' ? name : issuer, userName: login.username, group, tags, isPinned: favorite === true };
}

/** The first versions of Bitwarden Authenticator wrote a bare secret, and its parameters beside it. */
function isBareWithParameters(totp: string, { period, digits }: Login): boolean {
  return !isOtpauthUri(totp.trim()) && !/^\s*steam:/i.test(totp) && (period !== undefined || digits !== undefined);
}

function parametersOf({ period, digits, algorithm }: Login): { period: unknown; digits: unknown; algorithm: unknown } {
  // On iOS those versions wrote the period a second time in place of the digits, so that the digits are not known: six, then.
  const isLost = digits === period && typeof digits === 'number' && digits > 10;
  return { period: period ?? undefined, digits: isLost ? undefined : (digits ?? undefined), algorithm: algorithm ?? undefined };
}
