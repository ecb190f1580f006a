import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { canonicalSecret, secretOfBytes } from '../canonicalSecret.ts';
import { cleanName } from '../cleanName.ts';
import type { ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { isOtpauthUri } from '../otpauthUri.ts';
import { openGcm, TAG_BYTES } from '../openGcm.ts';
import { TransferError } from '../TransferError.ts';
import { ofItem, readTotpField } from './totpField.ts';

const VERSION = 1;
/** What the encryption is bound to, so that no other text of Proton's is taken for an export. */
const PURPOSE = 'proton.authenticator.export.v1';
/** Bytes. */
const NONCE = 12;
const SALT = 16;
/** Characters. No secret of at most 512 bytes is longer, neither in base32 nor in base64. */
const LONGEST_STEAM = 1024;

const frameSchema = z.looseObject({ version: z.number(), entries: z.array(z.unknown()) });
/** Without entries, the frame alone must do. */
const emptySchema = z.strictObject({ version: z.number(), entries: z.tuple([]) });
const sealedSchema = z.strictObject({ version: z.number(), salt: z.string(), content: z.string() });
const contentSchema = z.looseObject({ uri: z.unknown().optional(), entry_type: z.unknown().optional(), name: z.unknown().optional() });
const entrySchema = z.looseObject({ content: contentSchema });

/**
 * The JSON export of Proton Authenticator 1 (`proton-authenticator` of `proton-pass-common`: `exporter.rs`,
 * `password_exporter.rs`), plain or with a password: Argon2id with fixed parameters, AES-256-GCM.
 */
export const proton: ImportFormat = {
  id: 'proton',
  matches: ({ json }) => isPlain(json) || sealedSchema.safeParse(json).success,
  isSealed: ({ json }) => sealedSchema.safeParse(json).success,
  async read({ json }, password) {
    const sealed = sealedSchema.safeParse(json);
    if (!sealed.success) return entriesOf(json);
    const plain = await open(sealed.data, password);
    try {
      return entriesOf(new ImportFile(plain).json);
    } finally {
      plain.fill(0);
    }
  },
};

/** Other files have a version and entries, too: one of the entries must look like Proton's. */
function isPlain(json: unknown): boolean {
  const frame = frameSchema.safeParse(json).data;
  if (frame === undefined) return false;
  return (
    emptySchema.safeParse(json).success || frame.entries.some((entry) => 'entry_type' in (entrySchema.safeParse(entry).data?.content ?? {}))
  );
}

function checkVersion(version: number): void {
  if (version > VERSION) throw new TransferError('file-too-new');
  if (version !== VERSION) throw new TransferError('file-damaged');
}

async function open(sealed: z.infer<typeof sealedSchema>, password: string | undefined): Promise<Buffer> {
  checkVersion(sealed.version);
  const salt = bytesOf(sealed.salt);
  const content = bytesOf(sealed.content);
  if (salt?.length !== SALT || content === undefined || content.length < NONCE + TAG_BYTES) throw new TransferError('file-damaged');
  if (password === undefined) throw new TransferError('password-wrong');
  const key = await hashRaw(password, { salt, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 });
  try {
    const plain = openGcm(key, content.subarray(0, NONCE), content.subarray(NONCE), Buffer.from(PURPOSE));
    // A wrong password and an altered file look the same; the first is what happens.
    if (plain === undefined) throw new TransferError('password-wrong');
    return plain;
  } finally {
    key.fill(0);
  }
}

function entriesOf(json: unknown): ImportedEntry[] {
  const frame = z.looseObject({ version: z.number(), entries: z.unknown().optional() }).safeParse(json).data;
  if (frame === undefined) throw new TransferError('file-damaged');
  checkVersion(frame.version);
  if (!Array.isArray(frame.entries)) throw new TransferError('file-damaged');
  return frame.entries.map(entryOfExport);
}

function entryOfExport(value: unknown): ImportedEntry {
  const content = entrySchema.safeParse(value).data?.content;
  if (content === undefined) return { name: '', problem: 'unreadable' };
  const name = cleanName(content.name);
  if (content.entry_type !== 'Totp' && content.entry_type !== 'Steam') return { name, problem: 'type-unsupported' };
  if (typeof content.uri !== 'string') return { name, problem: 'unreadable' };
  const uri = content.uri.trim();
  if (content.entry_type === 'Steam') return ofItem({ title: 'Steam', userName: name }, { type: 'steam', secret: steamSecretOf(uri) });
  return isOtpauthUri(uri) ? totpOf(uri, name) : { name, problem: 'unreadable' };
}

/** The name is the label once more, or the issuer where there is no label: then it names nothing further. */
function totpOf(uri: string, name: string): ImportedEntry {
  const entry = readTotpField(uri, { title: '', userName: '' });
  if ('problem' in entry) return entry.name === '' ? { ...entry, name } : entry;
  const { issuer, label } = entry.account;
  return label === '' && name !== issuer ? readTotpField(uri, { title: '', userName: name }) : entry;
}

/** Base32 or, where the secret was not base32 when it came in, base64 (`SteamTotp::secret`). */
function steamSecretOf(uri: string): string {
  const text = uri.replace(/^steam:\/\//i, '');
  const bytes = text.length <= LONGEST_STEAM && canonicalSecret(text) === undefined ? bytesOf(text) : undefined;
  return bytes === undefined ? text : secretOfBytes(bytes);
}

/** Undefined for what is no base64, padded or not. */
function bytesOf(base64: string): Buffer | undefined {
  const bare = base64.replace(/={1,2}$/, '');
  return bare.length % 4 !== 1 && /^[A-Za-z0-9+/]+$/.test(bare) ? Buffer.from(bare, 'base64') : undefined;
}
