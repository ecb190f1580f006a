import { hashRaw } from '@node-rs/argon2';
import { createDecipheriv, createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { TransferError } from '../TransferError.ts';

/** Bitwarden lets people choose up to 2 000 000 rounds and gives 600 000 out; that many and ten times that many pass. */
const MOST_ROUNDS = 6_000_000;
/** Passes of Argon2id: 3 to 6 as given out, 10 at most by choice. */
const MOST_PASSES = 30;
/** MiB. Bitwarden gives out 32 to 64. */
const MOST_MEMORY = 256;
const MOST_LANES = 16;

const sealedSchema = z.looseObject({
  salt: z.string().min(1),
  kdfType: z.int().min(0),
  kdfIterations: z.int().min(1),
  /** MiB, of Argon2id alone. */
  kdfMemory: z.int().min(1).nullish(),
  kdfParallelism: z.int().min(1).nullish(),
  encKeyValidation_DO_NOT_EDIT: z.string(),
  data: z.string(),
});
type Sealed = z.infer<typeof sealedSchema>;

interface EncString {
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly mac: Buffer;
}

interface Keys {
  readonly encryption: Buffer;
  readonly mac: Buffer;
}

const pbkdf2Async = promisify(pbkdf2);

/**
 * Opens a password-protected export of Bitwarden (`BitwardenPasswordProtectedImporter`): PBKDF2-SHA-256 or Argon2id over
 * the password, HKDF-Expand to two keys, AES-256-CBC with HMAC-SHA-256.
 * @returns the bytes of the plain export; the caller wipes them
 * @throws TransferError password-wrong, file-damaged, file-too-new, file-too-costly
 */
export async function openBitwardenExport(json: unknown, password: string | undefined): Promise<Buffer> {
  const parsed = sealedSchema.safeParse(json);
  if (!parsed.success) throw new TransferError('file-damaged');
  const sealed = parsed.data;
  const validation = encStringOf(sealed.encKeyValidation_DO_NOT_EDIT);
  const data = encStringOf(sealed.data);
  checkCost(sealed);
  if (password === undefined) throw new TransferError('password-wrong');
  const keys = await keysOf(sealed, password);
  try {
    // One value is there only to tell a wrong password from a damaged file.
    if (!isGenuine(validation, keys)) throw new TransferError('password-wrong');
    if (!isGenuine(data, keys)) throw new TransferError('file-damaged');
    return decrypt(data, keys);
  } finally {
    keys.encryption.fill(0);
    keys.mac.fill(0);
  }
}

function checkCost({ kdfType, kdfIterations, kdfMemory, kdfParallelism }: Sealed): void {
  if (kdfType > 1) throw new TransferError('file-too-new');
  if (kdfType === 0) {
    if (kdfIterations > MOST_ROUNDS) throw new TransferError('file-too-costly');
    return;
  }
  if (typeof kdfMemory !== 'number' || typeof kdfParallelism !== 'number') throw new TransferError('file-damaged');
  if (kdfIterations > MOST_PASSES || kdfMemory > MOST_MEMORY || kdfParallelism > MOST_LANES) throw new TransferError('file-too-costly');
}

async function keysOf(sealed: Sealed, password: string): Promise<Keys> {
  const master = await masterKeyOf(sealed, password);
  try {
    return { encryption: expand(master, 'enc'), mac: expand(master, 'mac') };
  } finally {
    master.fill(0);
  }
}

/** The salt is its base64 text as it stands in the file, not the bytes that the text is of. */
async function masterKeyOf({ kdfType, kdfIterations, kdfMemory, kdfParallelism, salt }: Sealed, password: string): Promise<Buffer> {
  if (kdfType === 0) return pbkdf2Async(password, salt, kdfIterations, 32, 'sha256');
  return hashRaw(password, {
    salt: createHash('sha256').update(salt).digest(),
    timeCost: kdfIterations,
    memoryCost: (kdfMemory ?? 1) * 1024,
    parallelism: kdfParallelism ?? 1,
    outputLen: 32,
  });
}

/** HKDF-Expand (RFC 5869) with SHA-256 for one block; the extraction before it does not take place here. */
function expand(key: Buffer, info: string): Buffer {
  return createHmac('sha256', key).update(info).update(Uint8Array.of(1)).digest();
}

/** `2.iv|ciphertext|mac`, each in base64: the one kind of encrypted text that exports with a password have. */
function encStringOf(text: string): EncString {
  const kind = /^(\d{1,3})\./.exec(text)?.[1];
  if (kind !== undefined && kind !== '2') throw new TransferError('file-too-new');
  const [iv, ciphertext, mac, ...rest] = text.slice(2).split('|', 4).map(bytesOf);
  if (kind === undefined || iv?.length !== 16 || mac?.length !== 32 || rest.length > 0) throw new TransferError('file-damaged');
  if (ciphertext === undefined || ciphertext.length === 0 || ciphertext.length % 16 !== 0) throw new TransferError('file-damaged');
  return { iv, ciphertext, mac };
}

function bytesOf(base64: string): Buffer {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
}

function isGenuine({ iv, ciphertext, mac }: EncString, keys: Keys): boolean {
  return timingSafeEqual(createHmac('sha256', keys.mac).update(iv).update(ciphertext).digest(), mac);
}

function decrypt({ iv, ciphertext }: EncString, keys: Keys): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', keys.encryption, iv);
  const start = decipher.update(ciphertext);
  try {
    const end = decipher.final();
    const plain = Buffer.concat([start, end]);
    end.fill(0);
    return plain;
  } catch {
    // Its padding is wrong although its MAC is right: whoever wrote it wrote it so.
    throw new TransferError('file-damaged');
  } finally {
    start.fill(0);
  }
}
