import { inOrder, readMigration } from './formats/googleMigration.ts';
import type { ImportedEntry } from './ImportedEntry.ts';

/**
 * The codes of one transfer from Google Authenticator, as the person shows them one after the other. A code of another
 * transfer begins anew: what is shown now is what is meant.
 */
export class MigrationBatches {
  #id: number | undefined;
  #size = 0;
  #parts = new Map<number, { readonly uri: string; readonly entries: readonly ImportedEntry[] }>();

  /**
   * @returns how many codes there are of how many
   * @throws TransferError file-damaged, file-too-many; what was collected stays
   */
  add(uri: string): { readonly have: number; readonly of: number } {
    const { batch, entries } = readMigration(uri);
    const { id, size, index } = batch ?? { id: undefined, size: 1, index: 0 };
    const known = this.#parts.get(index)?.uri ?? uri.trim();
    // Not all codes say the number of their transfer: another code in the same place tells them apart as well.
    if (id !== this.#id || size !== this.#size || known !== uri.trim()) this.clear();
    this.#id = id;
    this.#size = size;
    this.#parts.set(index, { uri: uri.trim(), entries });
    return { have: this.#parts.size, of: size };
  }

  get isComplete(): boolean {
    return this.#size > 0 && this.#parts.size === this.#size;
  }

  /** Of all codes in their order; none before they are complete. */
  get entries(): ImportedEntry[] {
    return this.isComplete ? inOrder(this.#parts).flatMap(({ entries }) => entries) : [];
  }

  clear(): void {
    this.#id = undefined;
    this.#size = 0;
    this.#parts = new Map();
  }
}
