import { z } from 'zod';
import { cleanName } from '../cleanName.ts';
import type { PairedName } from '../exports/ExportedAccount.ts';
import { entryOf, type ImportedEntry, nameOf } from '../ImportedEntry.ts';
import type { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { BACKUP_FORMAT, openBackup } from '../sealedBackup.ts';
import { TransferError } from '../TransferError.ts';

/** Members are checked one by one: a single odd one must not cost the others. */
const contentSchema = z.looseObject({ accounts: z.array(z.unknown()), paired: z.array(z.unknown()) });
const accountSchema = z.looseObject({ secret: z.unknown().optional(), tags: z.array(z.unknown()).optional().catch(undefined) });
const pairedSchema = z.looseObject({ organisation: z.unknown().optional(), signInName: z.unknown().optional() });
const frameSchema = z.looseObject({ format: z.literal(BACKUP_FORMAT) });

/** How a backup begins that we wrote: one that was cut later is damaged, not unknown. */
const START = new RegExp(String.raw`^\s*\{\s*"format"\s*:\s*"${BACKUP_FORMAT}"`);

/** Deskfob's own encrypted backup (docs/backup-format.md). */
export const deskfobBackup: ImportFormat = {
  id: 'deskfob-backup',
  matches: (file) => (file.text !== undefined && START.test(file.text)) || frameSchema.safeParse(file.json).success,
  isSealed: () => true,
  read: async (file, password) => {
    const { entries, paired } = await openBackupFile(file, password);
    return [...entries, ...paired.map(toPairAgain)];
  },
};

/**
 * All that a backup holds: accounts, and the names of those that are to be paired again. A stranger can make a backup too, so
 * nothing of it is believed because the password fits.
 * @throws TransferError file-damaged, file-too-new, file-too-costly, password-wrong
 */
export async function openBackupFile(
  file: ImportFile,
  password: string | undefined,
): Promise<{ readonly entries: ImportedEntry[]; readonly paired: PairedName[] }> {
  if (file.text === undefined) throw new TransferError('file-damaged');
  const content = contentSchema.safeParse(await openBackup(file.text, password));
  if (!content.success) throw new TransferError('file-damaged');
  return { entries: content.data.accounts.map(accountOf), paired: content.data.paired.map(pairedOf) };
}

function accountOf(value: unknown): ImportedEntry {
  const account = accountSchema.safeParse(value).data;
  if (account === undefined) return { name: '', problem: 'unreadable' };
  const { issuer, label, type, secret, algorithm, digits, period, counter, group, tags, isPinned } = account;
  return entryOf({ issuer, label, type, secret, algorithm, digits, period, counter, group, tags, isPinned: isPinned === true });
}

function toPairAgain({ organisation, signInName }: PairedName): ImportedEntry {
  return { name: nameOf(organisation, signInName), problem: 'pair-again' };
}

/** A name that can not be read is empty, and still counts: the person is told that there was one. */
function pairedOf(value: unknown): PairedName {
  const paired = pairedSchema.safeParse(value).data;
  return { organisation: cleanName(paired?.organisation), signInName: cleanName(paired?.signInName) };
}
