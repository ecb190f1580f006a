import { describe, expect, it } from 'vitest';
import { Arrangement } from '../../../../src/main/arrangement/Arrangement.ts';
import { type Disk, freshDisk, vaultOn } from '../support/folders.ts';

async function arrangementOn(disk: Disk, known: Set<string>): Promise<Arrangement> {
  const arrangement = new Arrangement(
    await vaultOn(disk),
    () => known,
    () => {},
  );
  await arrangement.load();
  return arrangement;
}

describe('the arrangement', () => {
  it('is there again after a restart, without what went meanwhile', async () => {
    const disk = await freshDisk();
    const first = await arrangementOn(disk, new Set(['a', 'b', 'c']));
    await first.reorder(() => ['c', 'a', 'b', 'c']);
    await first.mark(['a', 'b'], (marks) => ({ ...marks, isPinned: true, group: 'Work' }));
    const again = await arrangementOn(disk, new Set(['a', 'c']));
    expect(again.order).toEqual(['c', 'a']);
    expect(again.marksOf('a')).toEqual({ isPinned: true, group: 'Work' });
    expect(again.marksOf('b')).toEqual({ isPinned: false });
    expect(JSON.stringify(await (await vaultOn(disk)).get('arrangement', 'arrangement'))).not.toContain('"b"');
  });

  it('changes one after the other, each from what the one before has left', async () => {
    const arrangement = await arrangementOn(await freshDisk(), new Set(['a', 'b']));
    await Promise.all([
      arrangement.mark(['a'], (marks) => ({ ...marks, group: 'Work' })),
      arrangement.mark(['a'], (marks) => ({ ...marks, tags: ['vpn'] })),
      arrangement.reorder(() => ['b', 'a']),
    ]);
    expect(arrangement.marksOf('a')).toEqual({ isPinned: false, group: 'Work', tags: ['vpn'] });
    expect(arrangement.order).toEqual(['b', 'a']);
  });

  it('gives an account that was paired again the place and the marks of the earlier one', async () => {
    const known = new Set(['a', 'old', 'b']);
    const arrangement = await arrangementOn(await freshDisk(), known);
    await arrangement.reorder(() => ['a', 'old', 'b']);
    await arrangement.mark(['old'], (marks) => ({ ...marks, ownName: 'Mine' }));
    known.add('new');
    await arrangement.replace('old', 'new');
    // Killed before the earlier one was forgotten, the pairing is finished once more.
    await arrangement.replace('old', 'new');
    known.delete('old');
    await arrangement.tidy();
    expect(arrangement.order).toEqual(['a', 'new', 'b']);
    expect(arrangement.marksOf('new')).toEqual({ isPinned: false, ownName: 'Mine' });
  });

  it('that is damaged is said to be so', async () => {
    const disk = await freshDisk();
    await (await vaultOn(disk)).put({ recordId: 'arrangement', type: 'arrangement', format: 1, value: { order: 5 } });
    await expect(arrangementOn(disk, new Set())).rejects.toMatchObject({ code: 'vault-corrupt' });
  });
});
