/*
 * The outside of a Deskfob backup (docs/backup-format.md): JSON sealed under a password. What is inside is not looked at here.
 *
 * The whole outside but the ciphertext is associated data of the cipher, so no parameter can be changed unnoticed.
 */
import { createCipheriv } from 'node:crypto';
import { z } from 'zod';
import { openGcm, TAG_BYTES } from './openGcm.ts';
import { TransferError } from './TransferError.ts';

export const BACKUP_FORMAT = 'deskfob-backup';
const VERSION = 1;
const CIPHER = 'aes-256-gcm';

/**
 * RFC 9106's second recommended option, the one for where 2 GiB are too much to ask: 64 MiB, three passes, four lanes, a salt of
 * 16 bytes. Four lanes cost whoever guesses as much memory and work as one, and make the person wait less. It is what
 * the vault's own passphrase has too.
 */
const COST = { memoryKiB: 65_536, passes: 3, lanes: 4 } as const;
/** What a file may ask for at most: a planted one must not take all memory or an hour. */
const MOST = { memoryKiB: 262_144, passes: 10, lanes: 4 } as const;

/** Any version's; its own shape is looked at only once the version is known. */
const frameSchema = z.looseObject({ format: z.literal(BACKUP_FORMAT), version: z.int().min(1) });

/** Without unknown members at any level: they would not be part of what is authenticated. */
const fileSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(VERSION),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: whole(8),
    passes: whole(1),
    lanes: whole(1),
    /** 16 bytes, in the one spelling that they have. */
    salt: z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/),
  }),
  cipher: z.strictObject({
    name: z.literal(CIPHER),
    /** 12 bytes. */
    nonce: z.string().regex(/^[A-Za-z0-9+/]{16}$/),
  }),
  content: z.string(),
});
type BackupHeader = Omit<z.infer<typeof fileSchema>, 'content'>;

/** Of any height: what is too high is no damage, and has its own error. */
function whole(least: number): z.ZodNumber {
  return z.number().min(least).refine(Number.isInteger);
}

/**
 * Seals what `JSON.stringify` makes of the content.
 * @param password used in Unicode form NFKC, so that the same typed text opens the file on every system
 * @param randomBytes from a cryptographic generator; salt and nonce are drawn anew for every file
 * @returns the file, ASCII text
 */
export async function sealBackup(content: object, password: string, randomBytes: (size: number) => Uint8Array): Promise<string> {
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version: VERSION,
    kdf: { name: 'argon2id', ...COST, salt: Buffer.from(randomBytes(16)).toString('base64') },
    cipher: { name: CIPHER, nonce: Buffer.from(randomBytes(12)).toString('base64') },
  };
  const key = await keyOf(header, password);
  const plain = Buffer.from(JSON.stringify(content), 'utf8');
  try {
    const cipher = createCipheriv(CIPHER, key, Buffer.from(header.cipher.nonce, 'base64'), { authTagLength: TAG_BYTES });
    cipher.setAAD(associatedData(header));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return `${JSON.stringify({ ...header, content: sealed.toString('base64') }, null, 2)}\n`;
  } finally {
    key.fill(0);
    plain.fill(0);
  }
}

/**
 * @param password undefined opens nothing, but still tells a file that is damaged or too new
 * @returns the content, as `JSON.parse` gives it. That somebody knew the password says nothing about its shape.
 * @throws TransferError file-damaged, file-too-new, file-too-costly; password-wrong, which altered parameters or ciphertext look like
 */
export async function openBackup(text: string, password: string | undefined): Promise<unknown> {
  const { header, sealed } = parsed(text);
  if (password === undefined) throw new TransferError('password-wrong');
  const key = await keyOf(header, password);
  try {
    const plain = openGcm(key, Buffer.from(header.cipher.nonce, 'base64'), sealed, associatedData(header));
    if (plain === undefined) throw new TransferError('password-wrong');
    try {
      return parsedContent(plain);
    } finally {
      plain.fill(0);
    }
  } finally {
    key.fill(0);
  }
}

function parsed(text: string): { readonly header: BackupHeader; readonly sealed: Uint8Array } {
  const json = orDamaged((): unknown => JSON.parse(text));
  const frame = frameSchema.safeParse(json);
  if (!frame.success) throw new TransferError('file-damaged');
  if (frame.data.version > VERSION) throw new TransferError('file-too-new');
  const file = fileSchema.safeParse(json);
  if (!file.success) throw new TransferError('file-damaged');
  const { content, ...header } = file.data;
  const { memoryKiB, passes, lanes } = header.kdf;
  if (memoryKiB > MOST.memoryKiB || passes > MOST.passes || lanes > MOST.lanes) throw new TransferError('file-too-costly');
  // RFC 9106 section 3.1: eight blocks of 1 KiB for each lane at least.
  if (memoryKiB < 8 * lanes) throw new TransferError('file-damaged');
  const sealed = Buffer.from(content, 'base64');
  // Node skips what is no base64; a file of ours has none of that.
  if (sealed.length < TAG_BYTES || sealed.toString('base64') !== content) throw new TransferError('file-damaged');
  return { header, sealed };
}

/** The header in its one spelling: these members in this order, no blanks. */
function associatedData({ format, version, kdf, cipher }: BackupHeader): Buffer {
  const { name, memoryKiB, passes, lanes, salt } = kdf;
  const header = { format, version, kdf: { name, memoryKiB, passes, lanes, salt }, cipher: { name: cipher.name, nonce: cipher.nonce } };
  return Buffer.from(JSON.stringify(header), 'utf8');
}

async function keyOf({ kdf }: BackupHeader, password: string): Promise<Uint8Array> {
  const { hashRaw } = await import('@node-rs/argon2');
  const typed = Buffer.from(password.normalize('NFKC'), 'utf8');
  try {
    // 2 is Argon2id: the package's own name for it is a const enum, which type stripping can't read.
    const options = { algorithm: 2, memoryCost: kdf.memoryKiB, timeCost: kdf.passes, parallelism: kdf.lanes, outputLen: 32 };
    return await hashRaw(typed, { ...options, salt: Buffer.from(kdf.salt, 'base64') });
  } finally {
    typed.fill(0);
  }
}

function parsedContent(plain: Uint8Array): unknown {
  return orDamaged((): unknown => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)));
}

/** Without the error's own words, which may quote the content. */
function orDamaged(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    throw new TransferError('file-damaged');
  }
}
