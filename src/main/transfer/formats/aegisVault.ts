import { scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ImportFile } from '../ImportFile.ts';
import { openGcm } from '../openGcm.ts';
import { TransferError } from '../TransferError.ts';

/** The header of a vault: what is needed to open its `db`. */
export interface AegisHeader {
  readonly slots: readonly unknown[] | null;
  readonly params?: unknown;
}

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

const MAX_MEMORY = 256 * 2 ** 20;
/** Ten times the work of the app's own n = 2^15, r = 8, p = 1, over all slots together. */
const MAX_WORK = 10 * 2 ** 15 * 8;

const hex = (bytes: number): z.ZodType<Buffer> =>
  z
    .string()
    .length(bytes * 2)
    .regex(/^[0-9a-f]*$/i)
    .transform((text) => Buffer.from(text, 'hex'));

const sealSchema = z.looseObject({ nonce: hex(12), tag: hex(16) });
type Seal = z.infer<typeof sealSchema>;

const isPasswordSlot = z.looseObject({ type: z.literal(1) });

const passwordSlotSchema = z
  .looseObject({
    key: hex(32),
    key_params: sealSchema,
    n: z.int().min(2),
    r: z.int().min(1),
    p: z.int().min(1),
    salt: z.string().regex(/^(?:[0-9a-f]{2}){1,256}$/i),
  })
  // RFC 7914 section 2: n is a power of two, and less than 2^(128 * r / 8).
  .refine(({ n, r }) => Number.isInteger(Math.log2(n)) && Math.log2(n) < 16 * r);
type PasswordSlot = z.infer<typeof passwordSlotSchema>;

/**
 * The content of a sealed vault, as Aegis' docs/vault.md has it: scrypt (RFC 7914) makes a key of the password, which opens the
 * master key in one of the slots, which opens the content; both with AES-256-GCM.
 * @returns what the JSON inside says, nothing of it checked; undefined when it is no JSON
 * @throws TransferError file-damaged, file-too-costly, password-wrong
 */
export async function openAegisVault(header: AegisHeader, db: string, password: string | undefined): Promise<unknown> {
  const slots = passwordSlotsOf(header.slots ?? []);
  const seal = sealSchema.safeParse(header.params).data;
  // An app's vault always has a password: without one nobody could ever open the file elsewhere.
  if (slots.length === 0 || seal === undefined) throw new TransferError('file-damaged');
  if (slots.some(({ n, r }) => n * r * 128 > MAX_MEMORY)) throw new TransferError('file-too-costly');
  if (slots.reduce((work, { n, r, p }) => work + n * r * p, 0) > MAX_WORK) throw new TransferError('file-too-costly');
  if (password === undefined) throw new TransferError('password-wrong');
  for (const slot of slots) {
    const masterKey = await masterKeyOf(slot, password);
    if (masterKey !== undefined) return contentOf(masterKey, seal, db);
  }
  throw new TransferError('password-wrong');
}

/** Other slots hold keys of a phone's hardware, which no password opens. */
function passwordSlotsOf(slots: readonly unknown[]): PasswordSlot[] {
  return slots
    .filter((slot) => isPasswordSlot.safeParse(slot).success)
    .map((slot) => {
      const parsed = passwordSlotSchema.safeParse(slot);
      if (!parsed.success) throw new TransferError('file-damaged');
      return parsed.data;
    });
}

async function masterKeyOf(slot: PasswordSlot, password: string): Promise<Buffer | undefined> {
  const { n: N, r, p } = slot;
  // OpenSSL counts the working blocks too, and refuses at its own lower limit unless told otherwise.
  const maxmem = 128 * r * (N + p + 2);
  const key = await derive(password, Buffer.from(slot.salt, 'hex'), 32, { N, r, p, maxmem });
  try {
    return opened(key, slot.key_params, slot.key);
  } finally {
    key.fill(0);
  }
}

function contentOf(masterKey: Buffer, seal: Seal, db: string): unknown {
  let plain: Buffer | undefined;
  try {
    plain = opened(masterKey, seal, Buffer.from(db, 'base64'));
    // The password was right, so it is the content that is not what was written.
    if (plain === undefined) throw new TransferError('file-damaged');
    return new ImportFile(plain).json;
  } finally {
    plain?.fill(0);
    masterKey.fill(0);
  }
}

/** The tag stands beside what it seals. */
function opened(key: Buffer, { nonce, tag }: Seal, sealed: Buffer): Buffer | undefined {
  return openGcm(key, nonce, Buffer.concat([sealed, tag]));
}
