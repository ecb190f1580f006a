import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { openGcm, TAG_BYTES } from '../openGcm.ts';
import { TransferError } from '../TransferError.ts';

const HEADER_BYTES = 16;
const BLOCK_BYTES = 16;
const pbkdf2Async = promisify(pbkdf2);

interface Sealing {
  readonly header: Uint8Array;
  readonly saltBytes: number;
  readonly ivBytes: number;
  /** The least that can follow. */
  readonly bodyBytes: number;
  keyOf(password: Uint8Array, salt: Uint8Array): Promise<Uint8Array>;
  /** Undefined where the password is wrong. */
  open(key: Uint8Array, iv: Uint8Array, body: Uint8Array): Uint8Array | undefined;
  /** Whether opening with a wrong password always fails. */
  readonly isAuthenticated: boolean;
}

/** What the app writes today: Argon2id, 64 MiB, three passes, four lanes; AES-256-GCM without associated data. */
const strong: Sealing = {
  header: Buffer.from('AUTHENTICATORPRO', 'ascii'),
  saltBytes: 16,
  ivBytes: 12,
  bodyBytes: TAG_BYTES,
  isAuthenticated: true,
  async keyOf(password, salt) {
    const { hashRaw } = await import('@node-rs/argon2');
    // 2 is Argon2id: the package's own name for it is a const enum, which type stripping can't read.
    return await hashRaw(password, { algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32, salt });
  },
  open: openGcm,
};

/** What it wrote before that: PBKDF2-HMAC-SHA1 with 64,000 rounds; AES-256-CBC with PKCS #7 padding, and nothing that authenticates. */
const legacy: Sealing = {
  header: Buffer.from('AuthenticatorPro', 'ascii'),
  saltBytes: 20,
  ivBytes: 16,
  bodyBytes: BLOCK_BYTES,
  isAuthenticated: false,
  async keyOf(password, salt) {
    return await pbkdf2Async(password, salt, 64_000, 32, 'sha1');
  },
  open(key, iv, body) {
    const decipher = createDecipheriv('aes-256-cbc', key, iv);
    const start = decipher.update(body);
    try {
      const end = decipher.final();
      const plain = Buffer.concat([start, end]);
      end.fill(0);
      return plain;
    } catch {
      return undefined;
    } finally {
      start.fill(0);
    }
  },
};

/** Whether the file begins as a sealed backup does. Cheap. */
export function isSealedStratum(bytes: Uint8Array): boolean {
  return sealingOf(bytes) !== undefined;
}

/**
 * Opens a backup of Stratum (`.stratum`, before that Authenticator Pro's `.authpro`): header, salt, initialisation vector and
 * ciphertext follow each other without any lengths. Learnt from `StrongBackupEncryption` and `LegacyBackupEncryption` of
 * Stratum; no parameter is read from the file, so none needs a limit.
 * @param whatIsIn reads the decrypted bytes, which are wiped afterwards; undefined when they are no backup
 * @throws TransferError file-damaged, password-wrong
 */
export async function openStratum<T>(
  bytes: Uint8Array,
  password: string | undefined,
  whatIsIn: (plain: Uint8Array) => T | undefined,
): Promise<T> {
  const sealing = sealingOf(bytes);
  if (sealing === undefined) throw new TransferError('file-damaged');
  const ivAt = HEADER_BYTES + sealing.saltBytes;
  const bodyAt = ivAt + sealing.ivBytes;
  const body = bytes.subarray(bodyAt);
  if (body.length < sealing.bodyBytes) throw new TransferError('file-damaged');
  if (!sealing.isAuthenticated && body.length % BLOCK_BYTES !== 0) throw new TransferError('file-damaged');
  if (password === undefined) throw new TransferError('password-wrong');
  const plain = await opened(sealing, password, bytes.subarray(HEADER_BYTES, ivAt), bytes.subarray(ivAt, bodyAt), body);
  try {
    const content = whatIsIn(plain);
    // One wrong password in 256 leaves a padding that looks right, and rubbish before it.
    if (content === undefined) throw new TransferError(sealing.isAuthenticated ? 'file-damaged' : 'password-wrong');
    return content;
  } finally {
    plain.fill(0);
  }
}

async function opened(sealing: Sealing, password: string, salt: Uint8Array, iv: Uint8Array, body: Uint8Array): Promise<Uint8Array> {
  const typed = Buffer.from(password, 'utf8');
  try {
    const key = await sealing.keyOf(typed, salt);
    try {
      const plain = sealing.open(key, iv, body);
      if (plain === undefined) throw new TransferError('password-wrong');
      return plain;
    } finally {
      key.fill(0);
    }
  } finally {
    typed.fill(0);
  }
}

function sealingOf(bytes: Uint8Array): Sealing | undefined {
  return [strong, legacy].find(({ header }) => Buffer.compare(bytes.subarray(0, HEADER_BYTES), header) === 0);
}
