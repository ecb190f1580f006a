import { z } from 'zod';
import type { ImportedEntry } from '../ImportedEntry.ts';
import { ImportFile } from '../ImportFile.ts';
import type { ImportFormat } from '../ImportFormat.ts';
import { TransferError } from '../TransferError.ts';
import { readEnteCode } from './enteEntry.ts';
import { isSealedEnte, openEnte } from './enteSealed.ts';

const plainSchema = z.looseObject({ items: z.array(z.unknown()) });
const itemSchema = z.looseObject({ rawData: z.string() });

/**
 * Exports of Ente Auth: the sealed one, whose content is one otpauth URI a line, and the plain JSON that its own import reads,
 * `{ items: [{ rawData, display }] }`. The plain text that the app exports is a list of otpauth URIs like any other.
 */
export const ente: ImportFormat = {
  id: 'ente',

  matches({ json }): boolean {
    return isSealedEnte(json) || isPlain(json);
  },

  isSealed({ json }): boolean {
    return isSealedEnte(json);
  },

  async read({ json }, password): Promise<ImportedEntry[]> {
    if (isSealedEnte(json)) return await readSealed(json, password);
    const file = plainSchema.safeParse(json);
    if (!file.success) throw new TransferError('file-damaged');
    return file.data.items.map(readItem);
  },
};

/** Other apps have `items` too; only Ente's hold the URI as raw data. */
function isPlain(json: unknown): boolean {
  const file = plainSchema.safeParse(json);
  if (!file.success) return false;
  return file.data.items.some((item) => /^"?otpauth:\/\//i.test(itemSchema.safeParse(item).data?.rawData ?? ''));
}

async function readSealed(json: unknown, password: string | undefined): Promise<ImportedEntry[]> {
  const plain = await openEnte(json, password);
  try {
    const { text } = new ImportFile(plain);
    if (text === undefined) throw new TransferError('file-damaged');
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => readEnteCode(line));
  } finally {
    plain.fill(0);
  }
}

function readItem(value: unknown): ImportedEntry {
  const item = itemSchema.safeParse(value);
  return item.success ? readEnteCode(item.data.rawData, item.data['display']) : { name: '', problem: 'unreadable' };
}
