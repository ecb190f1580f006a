import { expect } from 'vitest';
import { ImportFile } from '../../../../../src/main/transfer/ImportFile.ts';
import type { ImportFormat } from '../../../../../src/main/transfer/ImportFormat.ts';
import { TransferError } from '../../../../../src/main/transfer/TransferError.ts';

/** Whatever a file holds, its reader answers with a list or refuses it in words. */
export function answersOf(format: ImportFormat, password: string): (bytes: Uint8Array) => Promise<void> {
  return async (bytes) => {
    const file = new ImportFile(bytes);
    if (!format.matches(file)) return;
    const reading = format.read(file, format.isSealed(file) ? password : undefined);
    await reading.then(
      (entries) => expect(Array.isArray(entries)).toBe(true),
      (error: unknown) => expect(error).toBeInstanceOf(TransferError),
    );
  };
}
