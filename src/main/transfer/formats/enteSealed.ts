import { z } from 'zod';
import { TransferError } from '../TransferError.ts';

const VERSION = 1;
const SALT_BYTES = 16;
const HEADER_BYTES = 24;
/** The tag's byte and the authenticator that secretstream adds to every chunk. */
const OVERHEAD_BYTES = 17;

const GIB = 2 ** 30;
/** libsodium's own least memory. */
const LEAST_MEMORY = 8192;
/**
 * Ente takes 1 GiB and 4 passes; where a device has not that much memory, half the memory and twice the passes, again and again.
 * So the product of both is the same in every export, and more than ten times that is an attack.
 */
const MOST_MEMORY = GIB;
const MOST_PASSES = 64;
const MOST_WORK = 10 * 4 * GIB;

const frameSchema = z.looseObject({ kdfParams: z.looseObject({}), encryptedData: z.string(), encryptionNonce: z.string() });
const versionSchema = z.looseObject({ version: z.int().min(1) });
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .transform((text) => Buffer.from(text, 'base64'));
const fileSchema = z.looseObject({
  kdfParams: z.looseObject({
    /** Bytes. */
    memLimit: z.int().min(LEAST_MEMORY),
    /** Passes. */
    opsLimit: z.int().min(1),
    salt: base64.refine(({ length }) => length === SALT_BYTES),
  }),
  encryptedData: base64.refine(({ length }) => length >= OVERHEAD_BYTES),
  encryptionNonce: base64.refine(({ length }) => length === HEADER_BYTES),
});
type SealedFile = z.infer<typeof fileSchema>;

/** Whether it is Ente's sealed export, by the members it has. Cheap. */
export function isSealedEnte(json: unknown): boolean {
  return frameSchema.safeParse(json).success;
}

/**
 * Opens the sealed export of Ente Auth (`EnteAuthExport`, version 1): a key by Argon2id 1.3 with one lane, as libsodium's
 * `crypto_pwhash`; the content as the one and last chunk of a secretstream with XChaCha20-Poly1305, whose header the file
 * calls nonce.
 * @returns the decrypted bytes, which the caller wipes
 * @throws TransferError file-damaged, file-too-new, file-too-costly, password-wrong
 */
export async function openEnte(json: unknown, password: string | undefined): Promise<Uint8Array> {
  const file = checked(json);
  if (password === undefined) throw new TransferError('password-wrong');
  const key = await keyOf(file, password);
  try {
    return await pulled(file, key);
  } finally {
    key.fill(0);
  }
}

function checked(json: unknown): SealedFile {
  const frame = versionSchema.safeParse(json);
  if (!frame.success) throw new TransferError('file-damaged');
  if (frame.data.version > VERSION) throw new TransferError('file-too-new');
  const file = fileSchema.safeParse(json);
  if (!file.success) throw new TransferError('file-damaged');
  const { memLimit, opsLimit } = file.data.kdfParams;
  const isCostly = memLimit > MOST_MEMORY || opsLimit > MOST_PASSES || memLimit * opsLimit > MOST_WORK;
  if (isCostly) throw new TransferError('file-too-costly');
  return file.data;
}

async function keyOf({ kdfParams }: SealedFile, password: string): Promise<Uint8Array> {
  const { hashRaw } = await import('@node-rs/argon2');
  const { memLimit, opsLimit, salt } = kdfParams;
  const typed = Buffer.from(password, 'utf8');
  try {
    // 2 is Argon2id: the package's own name for it is a const enum, which type stripping can't read.
    const options = { algorithm: 2, memoryCost: Math.floor(memLimit / 1024), timeCost: opsLimit, parallelism: 1, outputLen: 32 };
    return await hashRaw(typed, { ...options, salt });
  } finally {
    typed.fill(0);
  }
}

async function pulled({ encryptedData, encryptionNonce }: SealedFile, key: Uint8Array): Promise<Uint8Array> {
  const { default: sodium } = await import('libsodium-wrappers');
  await sodium.ready;
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(encryptionNonce, key);
  const chunk = sodium.crypto_secretstream_xchacha20poly1305_pull(state, encryptedData, null);
  if (chunk === false) throw new TransferError('password-wrong');
  if (chunk.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL) return chunk.message;
  chunk.message.fill(0);
  // What follows the chunk is missing.
  throw new TransferError('file-damaged');
}
