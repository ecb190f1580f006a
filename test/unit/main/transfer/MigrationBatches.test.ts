import { describe, expect, it } from 'vitest';
import { MigrationBatches } from '../../../../src/main/transfer/MigrationBatches.ts';
import { TransferError } from '../../../../src/main/transfer/TransferError.ts';

/** A code with one account; all numbers below 128, so that each is one byte. */
function codeOf(name: string, batch?: { readonly id: number; readonly size: number; readonly index: number }): string {
  const label = Buffer.from(name);
  const account = [0x0a, 2, 1, 2, 0x12, label.length, ...label, 0x30, 2];
  const numbers = batch === undefined ? [] : [0x18, batch.size, 0x20, batch.index, 0x28, batch.id];
  const message = Buffer.from([0x0a, account.length, ...account, 0x10, 1, ...numbers]);
  return `otpauth-migration://offline?data=${encodeURIComponent(message.toString('base64'))}`;
}
const part = (name: string, index: number, id = 5, size = 3): string => codeOf(name, { id, size, index });
const namesOf = (batches: MigrationBatches): string[] => batches.entries.map(({ name }) => name);

describe('codes that are shown one after the other', () => {
  it('are counted until all are there, and come in their order', () => {
    const batches = new MigrationBatches();
    expect(batches.isComplete).toBe(false);
    expect(batches.add(part('c', 2))).toEqual({ have: 1, of: 3 });
    expect(batches.add(part('a', 0))).toEqual({ have: 2, of: 3 });
    expect(batches.isComplete).toBe(false);
    expect(batches.entries).toEqual([]);
    expect(batches.add(part('b', 1))).toEqual({ have: 3, of: 3 });
    expect(batches.isComplete).toBe(true);
    expect(namesOf(batches)).toEqual(['a', 'b', 'c']);
  });

  it('count once, however often one is shown', () => {
    const batches = new MigrationBatches();
    batches.add(part('a', 0));
    expect(batches.add(`  ${part('a', 0)}\n`)).toEqual({ have: 1, of: 3 });
    batches.add(part('b', 1));
    batches.add(part('c', 2));
    expect(batches.add(part('b', 1))).toEqual({ have: 3, of: 3 });
    expect(namesOf(batches)).toEqual(['a', 'b', 'c']);
  });

  it('begin anew with a code of another transfer', () => {
    const batches = new MigrationBatches();
    batches.add(part('a', 0));
    batches.add(part('b', 1));
    expect(batches.add(part('x', 1, 6))).toEqual({ have: 1, of: 3 });
    expect(batches.add(part('y', 0, 6, 2))).toEqual({ have: 1, of: 2 });
    expect(batches.add(part('z', 0, 6, 2))).toEqual({ have: 1, of: 2 });
    expect(batches.add(part('w', 1, 6, 2))).toEqual({ have: 2, of: 2 });
    expect(namesOf(batches)).toEqual(['z', 'w']);
  });

  it('are complete when the one code says no batch, or a batch of one', () => {
    for (const batch of [undefined, { id: 0, size: 1, index: 0 }]) {
      const batches = new MigrationBatches();
      batches.add(part('old', 0));
      expect(batches.add(codeOf('a', batch))).toEqual({ have: 1, of: 1 });
      expect(batches.isComplete).toBe(true);
      expect(namesOf(batches)).toEqual(['a']);
      expect(batches.add(codeOf('b', batch))).toEqual({ have: 1, of: 1 });
      expect(namesOf(batches)).toEqual(['b']);
    }
  });

  it('stay when a damaged one comes between', () => {
    const batches = new MigrationBatches();
    batches.add(part('a', 0));
    expect(() => batches.add(part('b', 1).slice(0, 45))).toThrow(new TransferError('file-damaged'));
    expect(batches.add(part('b', 1))).toEqual({ have: 2, of: 3 });
  });

  it('are forgotten on demand', () => {
    const batches = new MigrationBatches();
    batches.add(codeOf('a'));
    batches.clear();
    expect(batches.isComplete).toBe(false);
    expect(batches.entries).toEqual([]);
    expect(batches.add(part('a', 0))).toEqual({ have: 1, of: 3 });
  });
});
