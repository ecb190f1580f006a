import { XMLParser } from 'fast-xml-parser';
import { secretOfBytes } from '../canonicalSecret.ts';
import { cleanName } from '../cleanName.ts';
import { type ImportedEntry, nameOf, type RawEntry } from '../ImportedEntry.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri } from '../otpauthUri.ts';
import { TransferError } from '../TransferError.ts';
import { type ManagedItem, ofItem, readTotpField } from './totpField.ts';

/** Elements within each other. KeePass's own tree is some six deep in each group. */
const DEEPEST = 100;
const CDATA = '#cdata';
const TEXT = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  // A secret may be written as it is, blanks and all.
  trimValues: false,
  // Nothing but XML's own five entities is ever decoded, and that is done below.
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEEPEST,
  jPath: false,
});

/**
 * The XML export of KeePass 2 and KeePassXC: `KeePassFile`, `Root`, groups within groups. One-time passwords are where KeePass
 * 2.47 keeps them (`TimeOtp-…`, `HmacOtp-…`; `GetOtpSecret` of `EntryUtil.cs`), KeePassXC and KeeOtp (`otp`), and
 * KeeTrayTOTP (`TOTP Seed`). Entries without any are no accounts and are left out, and so are the past versions of an entry.
 */
export const keepassXml: ImportFormat = {
  id: 'keepass-xml',
  matches: ({ text }) => /^\s*(?:<\?xml[^>]{0,200}\?>\s*)?<KeePassFile[\s>]/.test((text ?? '').slice(0, 1000)),
  isSealed: () => false,
  async read({ text }) {
    const root = childOf(childOf(nodesOf(text ?? ''), 'KeePassFile') ?? [], 'Root');
    const top = root === undefined ? undefined : childOf(root, 'Group');
    if (top === undefined) throw new TransferError('file-damaged');
    return entriesOf(top, '');
  },
};

type Nodes = readonly unknown[];

function nodesOf(text: string): Nodes {
  // KeePass writes none, and nothing good can stand in one.
  if (/<!DOCTYPE/i.test(text)) throw new TransferError('file-damaged');
  try {
    const nodes: unknown = parser.parse(text, true);
    return listOf(nodes);
  } catch {
    throw new TransferError('file-damaged');
  }
}

function listOf(value: unknown): Nodes {
  return Array.isArray(value) ? value : [];
}

function memberOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Object.getOwnPropertyDescriptor(node, name)?.value : undefined;
}

function childrenOf(nodes: Nodes, name: string): Nodes[] {
  return nodes.flatMap((node) => {
    const child = memberOf(node, name);
    return Array.isArray(child) ? [listOf(child)] : [];
  });
}

function childOf(nodes: Nodes, name: string): Nodes | undefined {
  return childrenOf(nodes, name)[0];
}

function textOf(nodes: Nodes | undefined): string {
  return (nodes ?? [])
    .map((node) => {
      const text = memberOf(node, TEXT);
      return typeof text === 'string' ? decoded(text) : textOfCdata(memberOf(node, CDATA));
    })
    .join('');
}

function textOfCdata(nodes: unknown): string {
  const text = memberOf(listOf(nodes)[0], TEXT);
  return typeof text === 'string' ? text : '';
}

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decoded(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return ENTITIES.get(name) ?? whole;
      const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

/** @param group the name of the group, empty for the topmost, which is the database itself */
function entriesOf(nodes: Nodes, group: string): ImportedEntry[] {
  return nodes.flatMap((node) => {
    const entry = memberOf(node, 'Entry');
    if (entry !== undefined) return entriesOfEntry(listOf(entry), group);
    const inner = memberOf(node, 'Group');
    return inner === undefined ? [] : entriesOf(listOf(inner), textOf(childOf(listOf(inner), 'Name')));
  });
}

/** One for each one-time password of an entry: none, one, or two where it has both a TOTP and a HOTP. */
function entriesOfEntry(entry: Nodes, group: string): ImportedEntry[] {
  const fields = fieldsOf(entry);
  const item: ManagedItem = { title: fields.get('Title') ?? '', userName: fields.get('UserName') ?? '', group };
  if ([...fields].some(([key, value]) => value === undefined && isOtpField(key))) {
    return [{ name: nameOf(cleanName(item.title), cleanName(item.userName)), problem: 'unreadable' }];
  }
  const filled = new Map([...fields].flatMap(([key, value]): [string, string][] => (value?.trim() ? [[key, value]] : [])));
  return [otpFieldOf(filled, item) ?? timeOtpOf(filled, item) ?? seedOf(filled, item), hmacOtpOf(filled, item)].filter(
    (one) => one !== undefined,
  );
}

/** By key; undefined for a value that is still encrypted, as inside a database. */
function fieldsOf(entry: Nodes): ReadonlyMap<string, string | undefined> {
  return new Map(
    childrenOf(entry, 'String').map((field) => {
      const node = field.find((one) => memberOf(one, 'Value') !== undefined);
      const isSealed = /^true$/i.test(String(memberOf(memberOf(node, ':@'), 'Protected')));
      return [textOf(childOf(field, 'Key')).trim(), isSealed ? undefined : textOf(listOf(memberOf(node, 'Value')))];
    }),
  );
}

function isOtpField(key: string): boolean {
  return key === 'otp' || key === 'TOTP Seed' || /^(?:Time|Hmac)Otp-Secret/.test(key);
}

type Fields = ReadonlyMap<string, string>;

function otpFieldOf(fields: Fields, item: ManagedItem): ImportedEntry | undefined {
  const otp = fields.get('otp')?.trim();
  if (otp === undefined) return undefined;
  return !isOtpauthUri(otp) && /(?:^|&)key=/i.test(otp) ? keeOtpOf(otp, item) : readTotpField(otp, item);
}

/** `key=…&step=30&size=6&type=Totp&counter=0&encoding=Base32&otpHashMode=Sha1` (KeeOtp2's `OtpAuthUtils.cs`). */
function keeOtpOf(query: string, item: ManagedItem): ImportedEntry {
  const parameters = new Map(
    query.split('&').map((part) => {
      const at = part.indexOf('=');
      // Only the padding of a secret is escaped.
      return [part.slice(0, Math.max(at, 0)).toLowerCase(), part.slice(at + 1).replace(/%3d/gi, '=')];
    }),
  );
  return ofItem(item, {
    type: parameters.get('type'),
    secret: secretOf(parameters.get('key') ?? '', (parameters.get('encoding') ?? 'base32').toLowerCase()),
    algorithm: parameters.get('otphashmode'),
    digits: parameters.get('size'),
    period: parameters.get('step'),
    counter: parameters.get('counter'),
  });
}

function timeOtpOf(fields: Fields, item: ManagedItem): ImportedEntry | undefined {
  const secret = keepassSecretOf(fields, 'TimeOtp-Secret');
  if (secret === undefined) return undefined;
  // To KeePass, a zero means what is usual.
  const [digits, period] = ['TimeOtp-Length', 'TimeOtp-Period'].map((key) => fields.get(key)?.replace(/^\s*0+\s*$/, '') || undefined);
  return ofItem(item, { secret, algorithm: fields.get('TimeOtp-Algorithm'), digits, period });
}

function hmacOtpOf(fields: Fields, item: ManagedItem): ImportedEntry | undefined {
  const secret = keepassSecretOf(fields, 'HmacOtp-Secret');
  return secret === undefined ? undefined : ofItem(item, { type: 'hotp', secret, counter: fields.get('HmacOtp-Counter') });
}

/** `TOTP Seed` with `TOTP Settings` of `period;digits`, where `S` in place of digits is Steam. */
function seedOf(fields: Fields, item: ManagedItem): ImportedEntry | undefined {
  const secret = fields.get('TOTP Seed');
  if (secret === undefined) return undefined;
  const [period, digits] = (fields.get('TOTP Settings') ?? '').split(';').map((part) => part.trim() || undefined);
  return ofItem(item, digits?.toUpperCase() === 'S' ? { type: 'steam', secret } : { secret, digits, period });
}

/** In the order in which KeePass looks. */
function keepassSecretOf(fields: Fields, key: string): RawEntry['secret'] {
  for (const [ending, encoding] of [
    ['', 'utf8'],
    ['-Hex', 'hex'],
    ['-Base32', 'base32'],
    ['-Base64', 'base64'],
  ] as const) {
    const text = fields.get(key + ending);
    if (text !== undefined) return secretOf(text, encoding);
  }
  return undefined;
}

/** In base32; what can not be turned into it stays as it is where that is no base32 either, so that it is called invalid. */
function secretOf(text: string, encoding: string): string {
  const bare = text.replace(/\s/g, '');
  if (encoding === 'base32') return text;
  if (encoding === 'utf8') return secretOfBytes(Buffer.from(text));
  if (encoding === 'hex' && /^(?:[0-9A-Fa-f]{2})+$/.test(bare)) return secretOfBytes(Buffer.from(bare, 'hex'));
  if (encoding === 'base64' && /^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return secretOfBytes(Buffer.from(bare, 'base64'));
  return '!';
}
