import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OsKeyring } from '../../../src/main/vault/OsKeyring.ts';
import { OsVault } from '../../../src/main/vault/OsVault.ts';
import { SealedJournal } from '../../../src/main/journal/SealedJournal.ts';
import { type JournalEntry, journalEntrySchema } from '../../../src/main/requests/journalEntry.ts';
import type { RecordType } from '../../../src/main/vault/Vault.ts';
import { journalFolderOf } from '../../../src/main/vault/VaultFolder.ts';
import type { Computer } from './Computer.ts';

/** Records of one type with their plaintext, and the sealed bytes they lie on disk as. */
export async function opened({ vaultFolder }: Computer, type: RecordType): Promise<{ value: unknown; sealed: string }[]> {
  const vault = new OsVault({ folder: vaultFolder, store: new OsKeyring() });
  await vault.open();
  try {
    const records = await vault.list(type);
    return await Promise.all(
      records.map(async ({ recordId, value }) => ({
        value,
        sealed: await readFile(join(vaultFolder, 'records', `${recordId}.jwe`), 'utf8'),
      })),
    );
  } finally {
    vault.lock();
  }
}

export interface Secrets {
  /** Private part of the device key. */
  deviceKey: string;
  /** Base32. */
  seed: string;
  /** The record on disk. */
  sealed: string;
}

const withSecrets = z.object({ secrets: z.object({ deviceKey: z.object({ d: z.string() }), passcode: z.object({ secret: z.string() }) }) });

/** Of the one account in the profile. */
export async function secretsOf(computer: Computer): Promise<Secrets> {
  const [record] = await opened(computer, 'account');
  const { deviceKey, passcode } = withSecrets.parse(record?.value).secrets;
  return { deviceKey: deviceKey.d, seed: passcode.secret, sealed: record?.sealed ?? '' };
}

/** The journal of an app that does not run. */
export async function journalOf({ vaultFolder }: Computer): Promise<JournalEntry[]> {
  const vault = new OsVault({ folder: vaultFolder, store: new OsKeyring() });
  await vault.open();
  const journal = new SealedJournal({
    file: join(journalFolderOf(vaultFolder), 'requests.jsonl'),
    journalId: 'requests',
    vault,
    schema: journalEntrySchema,
  });
  try {
    return await journal.open();
  } finally {
    await journal.close();
    vault.lock();
  }
}

/** Names and bytes of every file below a folder, as one text. */
export function allBytes(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => `${name}\n${statSync(join(folder, name)).isFile() ? readFileSync(join(folder, name), 'latin1') : ''}\n`)
    .join('');
}
