import { z } from 'zod';
import { cleanName } from '../cleanName.ts';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { TransferError } from '../TransferError.ts';
import { openAegisVault } from './aegisVault.ts';

const NEWEST_FILE = 1;
const NEWEST_DB = 3;

const frameSchema = z.looseObject({
  version: z.number(),
  header: z.looseObject({ slots: z.array(z.unknown()).nullable() }),
  /** Base64 of a sealed content, or the content itself. */
  db: z.union([z.string(), z.looseObject({})]),
});

const versionSchema = z.looseObject({ version: z.number() });
const dbSchema = z.looseObject({ entries: z.array(z.unknown()), groups: z.array(z.unknown()).nullish() });
const groupSchema = z.looseObject({ uuid: z.string(), name: z.string() });
const objectSchema = z.looseObject({});

/**
 * Exports of Aegis Authenticator for Android, plain and sealed (docs/vault.md, Vault.java and VaultEntry.java of Aegis 3). The
 * content's version 1 and 2 name an entry's group; version 3 lists its groups by their ids. The app's codes of mOTP and Yandex
 * are no one-time passwords of ours.
 */
export const aegis: ImportFormat = {
  id: 'aegis',
  matches(file) {
    return frameSchema.safeParse(file.json).success;
  },
  isSealed(file) {
    return typeof frameSchema.safeParse(file.json).data?.db === 'string';
  },
  async read(file, password) {
    const frame = frameSchema.safeParse(file.json).data;
    checkVersion(frame?.version, NEWEST_FILE);
    if (frame === undefined) throw new TransferError('file-damaged');
    const content = typeof frame.db === 'string' ? await openAegisVault(frame.header, frame.db, password) : frame.db;
    // Before anything else of it: a newer one may look different.
    checkVersion(versionSchema.safeParse(content).data?.version, NEWEST_DB);
    const db = dbSchema.safeParse(content).data;
    if (db === undefined) throw new TransferError('file-damaged');
    const groups = groupNames(db.groups ?? []);
    return db.entries.map((entry) => accountOf(entry, groups));
  },
};

function checkVersion(version: number | undefined, newest: number): void {
  if (version === undefined || version < 1) throw new TransferError('file-damaged');
  if (version > newest) throw new TransferError('file-too-new');
  if (!Number.isInteger(version)) throw new TransferError('file-damaged');
}

function groupNames(groups: readonly unknown[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const value of groups) {
    const group = groupSchema.safeParse(value).data;
    if (group !== undefined) names.set(group.uuid.toLowerCase(), cleanName(group.name));
  }
  return names;
}

function accountOf(value: unknown, names: ReadonlyMap<string, string>): ImportedEntry {
  const entry = objectSchema.safeParse(value).data;
  if (entry === undefined) return { name: '', problem: 'unreadable' };
  const info = objectSchema.safeParse(entry.info).data ?? {};
  const [group, ...tags] = groupsOf(entry, names);
  return entryOf({
    issuer: entry.issuer,
    label: entry.name,
    // The app always writes one; which it was is not ours to guess.
    type: entry.type ?? '',
    secret: info.secret,
    algorithm: info.algo,
    digits: info.digits,
    period: info.period,
    // Codes of a counter that starts anew would not be accepted.
    counter: info.counter ?? NaN,
    group,
    tags,
    isPinned: entry.favorite === true,
  });
}

/** Without groups that the file does not name, as the app itself reads it. */
function groupsOf(entry: Record<string, unknown>, names: ReadonlyMap<string, string>): string[] {
  const { group, groups } = entry;
  if (!Array.isArray(groups)) return [cleanName(group)];
  const found = groups.map((id: unknown) => (typeof id === 'string' ? (names.get(id.toLowerCase()) ?? '') : ''));
  return [...new Set(found)].filter((name) => name !== '');
}
