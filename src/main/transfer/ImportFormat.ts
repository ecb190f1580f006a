import type { ImportFormatId } from '../../bridge/importing.ts';
import type { ImportedEntry } from './ImportedEntry.ts';
import type { ImportFile } from './ImportFile.ts';

/** One app's file. Formats are recognised by content alone; names and endings of files say nothing. */
export interface ImportFormat {
  readonly id: ImportFormatId;
  /** Whether it is this app's file. Cheap, and never throws; at most one format says yes to a file. */
  matches(file: ImportFile): boolean;
  /** Of a file that matches: whether it needs a password. */
  isSealed(file: ImportFile): boolean;
  /**
   * All entries of a file that matches, in its order.
   * @param password of a sealed file
   * @throws TransferError file-damaged, file-too-new, file-too-costly, password-wrong
   */
  read(file: ImportFile, password: string | undefined): Promise<ImportedEntry[]>;
}
