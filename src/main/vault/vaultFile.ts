/** vault.json: which vault this is and where its data key is kept. It holds no secret and is not sealed. */
import { z } from 'zod';
import { errorCode, writeDurably } from '../files/durableFiles.ts';
import type { Faults } from '../files/faults.ts';
import { readBounded } from '../files/readBounded.ts';
import { VaultError } from './VaultError.ts';

/** Far more than it ever holds. */
const maxBytes = 64 * 1024;

const id = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const vaultFile = z.strictObject({
  format: z.literal(1),
  /** 16 random bytes, base64url; also the name of the item in the OS vault. */
  vaultId: id,
  keyId: id,
  wraps: z
    .array(z.looseObject({ kind: z.enum(['os-keyring', 'passphrase']) }))
    .min(1)
    .max(8),
});
export type VaultFile = z.infer<typeof vaultFile>;

/** `undefined`: there is no such file. */
export async function readVaultFile(file: string): Promise<VaultFile | undefined> {
  let bytes: Buffer | 'tooMuch';
  try {
    bytes = await readBounded(file, maxBytes);
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new VaultError('vault-io', 'vault.json can not be read', { cause });
  }
  if (bytes === 'tooMuch') throw new VaultError('vault-corrupt', 'vault.json is no file of a sensible size');
  const json = parseJson(bytes.toString('utf8'));
  const later = z.looseObject({ format: z.int().min(2) }).safeParse(json);
  if (later.success) throw new VaultError('vault-too-new', `vault.json has format ${later.data.format}`);
  const parsed = vaultFile.safeParse(json);
  if (!parsed.success) throw new VaultError('vault-corrupt', 'vault.json is damaged', { cause: parsed.error });
  return parsed.data;
}

export async function writeVaultFile(file: string, content: VaultFile, faults: Faults): Promise<void> {
  try {
    await writeDurably(file, `${JSON.stringify(vaultFile.parse(content), undefined, 2)}\n`, 'vault-file', faults);
  } catch (cause) {
    throw new VaultError('vault-io', 'vault.json can not be written', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new VaultError('vault-corrupt', 'vault.json is not JSON', { cause });
  }
}
