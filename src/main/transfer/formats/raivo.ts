import { z } from 'zod';
import { entryOf, type ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { TransferError } from '../TransferError.ts';
import { isRaivoZip, isSealedRaivoZip, openRaivoZip } from './raivoZip.ts';

const listSchema = z.array(z.unknown());
const passwordSchema = z.looseObject({});
/** No other app's list has these four together. */
const ownSchema = z.looseObject({ kind: z.string(), timer: z.string(), account: z.string(), secret: z.string() });

/**
 * The export of Raivo OTP for iOS: a zip with a password, or the list in it by itself. Every member of an account is text, numbers
 * and `pinned` too. Learnt from `DataExportFeature` and `DataImportFeature` of the app.
 */
export const raivo: ImportFormat = {
  id: 'raivo',

  matches(file): boolean {
    return isRaivoZip(file.bytes) || isList(file.json);
  },

  isSealed({ bytes }): boolean {
    return isRaivoZip(bytes) && isSealedRaivoZip(bytes);
  },

  async read(file, password): Promise<ImportedEntry[]> {
    if (!isRaivoZip(file.bytes)) return entriesOf(file.json);
    const plain = await openRaivoZip(file.bytes, password);
    try {
      return entriesOf(new ImportFile(plain).json);
    } finally {
      plain.fill(0);
    }
  },
};

function isList(json: unknown): boolean {
  return listSchema.safeParse(json).data?.some((item) => ownSchema.safeParse(item).success) ?? false;
}

function entriesOf(json: unknown): ImportedEntry[] {
  const list = listSchema.safeParse(json);
  if (!list.success) throw new TransferError('file-damaged');
  return list.data.map(readPassword);
}

function readPassword(value: unknown): ImportedEntry {
  const password = passwordSchema.safeParse(value);
  if (!password.success) return { name: '', problem: 'unreadable' };
  const { issuer, account, kind, secret, algorithm, digits, timer, counter, pinned } = password.data;
  return entryOf({
    issuer,
    label: account,
    type: kind,
    secret,
    algorithm,
    digits,
    period: timer,
    counter,
    isPinned: pinned === 'true',
  });
}
