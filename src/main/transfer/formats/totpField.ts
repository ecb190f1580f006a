import { cleanName } from '../cleanName.ts';
import { entryOf, type ImportedEntry, nameOf, type RawEntry } from '../ImportedEntry.ts';
import { isOtpauthUri, readOtpauthUri } from '../otpauthUri.ts';

/** What a password manager knows of an item beside its TOTP field. Nothing of it is believed. */
export interface ManagedItem {
  /** The site, mostly. */
  readonly title: unknown;
  readonly userName: unknown;
  readonly group?: unknown;
  readonly tags?: readonly unknown[] | undefined;
  readonly isPinned?: boolean | undefined;
}

/**
 * The TOTP field of a password manager's item: an `otpauth://` URI, `steam://` and a base32 secret, or a bare base32 secret
 * with the defaults of RFC 6238 (Bitwarden's `totp.rs`, KeePassXC's `Totp.cpp`). Names that a URI lacks come from the item.
 * Never throws.
 */
export function readTotpField(field: string, item: ManagedItem): ImportedEntry {
  const text = field.trim();
  if (isOtpauthUri(text)) return ofUri(text, item);
  const secret = text.replace(/^steam:\/\//i, '');
  return ofItem(item, { type: secret === text ? 'totp' : 'steam', secret });
}

/** An entry of an item that names its parameters itself. */
export function ofItem(item: ManagedItem, otp: Omit<RawEntry, 'issuer' | 'label'>): ImportedEntry {
  const { title, userName, group, tags, isPinned } = item;
  return entryOf({ group, tags, isPinned, ...otp, issuer: title, label: userName });
}

function ofUri(uri: string, item: ManagedItem): ImportedEntry {
  const title = cleanName(item.title);
  const userName = cleanName(item.userName);
  const entry = readOtpauthUri(uri);
  if ('problem' in entry) return { ...entry, name: entry.name === '' ? nameOf(title, userName) : entry.name };
  const { otp, ...names } = entry.account;
  // What KeePassXC writes for an entry without a title or a user name.
  const issuer = names.issuer === 'KeePassXC' && title === '' ? '' : names.issuer;
  const label = names.label === 'none' && userName === '' ? '' : names.label;
  return ofItem({ ...item, title: issuer === '' ? title : issuer, userName: label === '' ? userName : label }, otp);
}
