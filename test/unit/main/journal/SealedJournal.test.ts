import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { appendFile, copyFile, readFile, readdir, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { SealedJournal } from '../../../../src/main/journal/SealedJournal.ts';
import { keyIdOf } from '../../../../src/main/vault/dataKey.ts';
import { Sealer } from '../../../../src/main/vault/sealing.ts';
import type { Vault } from '../../../../src/main/vault/Vault.ts';
import { expectCode, freshFolder, openVault } from '../vault/openVault.ts';

const schema = z.strictObject({ n: z.int(), text: z.string().optional() });
type Entry = z.infer<typeof schema>;

const key = randomBytes(32);
const sealer = new Sealer('vault', keyIdOf(key), key);
/** The vault's own sealing, without its folder. */
const vault: Pick<Vault, 'seal' | 'unseal'> = {
  seal: (type, recordId, plaintext) => sealer.seal(type, recordId, 1, plaintext),
  unseal: async (type, recordId, jwe) => sealer.open(type, recordId, jwe).plaintext,
};

function journalIn(folder: string, options: { journalId?: string; faults?: Faults } = {}): SealedJournal<Entry> {
  return new SealedJournal({ file: join(folder, 'j'), journalId: 'inbox', vault, schema, ...options });
}

async function filled(folder: string, count: number): Promise<SealedJournal<Entry>> {
  const journal = journalIn(folder);
  await journal.open();
  for (let n = 1; n <= count; n += 1) await journal.append({ n });
  return journal;
}

async function reopened(folder: string): Promise<number[]> {
  const journal = journalIn(folder);
  const entries = await journal.open();
  await journal.close();
  return entries.map(({ n }) => n);
}

/** O_DSYNC or 0, of each descriptor that this process has of the file. */
async function flagsOf(file: string): Promise<number[]> {
  const flags: number[] = [];
  for (const descriptor of await readdir('/proc/self/fd')) {
    if ((await readlink(`/proc/self/fd/${descriptor}`).catch(() => '')) !== file) continue;
    const told = /^flags:\s+(\d+)$/m.exec(await readFile(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    flags.push(Number.parseInt(told ?? '', 8) & constants.O_DSYNC);
  }
  return flags;
}

describe('SealedJournal', () => {
  it('gives back all entries in order after reopening, and goes on from there', async () => {
    const folder = await freshFolder();
    const journal = journalIn(folder);
    expect(await journal.open()).toEqual([]);
    await journal.append({ n: 1, text: 'ü' });
    await journal.append({ n: 2 });
    await journal.close();
    const again = journalIn(folder);
    expect(await again.open()).toEqual([{ n: 1, text: 'ü' }, { n: 2 }]);
    await again.append({ n: 3 });
    expect(await reopened(folder)).toEqual([1, 2, 3]);
    await again.close();
    expect(await readFile(join(folder, 'j'), 'utf8')).not.toContain('ü');
    expect((await stat(join(folder, 'j'))).mode & 0o777).toBe(0o600);
  });

  it('writes concurrent appends in call order and shares fsyncs', async () => {
    const folder = await freshFolder();
    let syncs = 0;
    const journal = journalIn(folder, { faults: (point) => void (syncs += point === 'journal:written' ? 1 : 0) });
    await journal.open();
    const settled: number[] = [];
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append({ n }).then(() => settled.push(n))));
    expect(settled).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(syncs).toBeLessThan(10);
    await journal.close();
    expect(await reopened(folder)).toEqual(settled);
  });

  // What only a loss of power would show otherwise.
  it.runIf(process.platform === 'linux')('has the system write through to the disk, however the file was opened', async () => {
    const folder = await freshFolder();
    const journal = journalIn(folder);
    await journal.open();
    expect(await flagsOf(join(folder, 'j'))).toEqual([constants.O_DSYNC]);
    await journal.compact([{ n: 1 }]);
    expect(await flagsOf(join(folder, 'j'))).toEqual([constants.O_DSYNC]);
    await journal.close();
    await journal.open();
    expect(await flagsOf(join(folder, 'j'))).toEqual([constants.O_DSYNC]);
    await journal.close();
  });

  it('cuts off and forgets a torn last line, then writes behind what is whole', async () => {
    const folder = await freshFolder();
    await (await filled(folder, 3)).close();
    const whole = await readFile(join(folder, 'j'));
    const third = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (const end of [third, third + 1, third + 40, whole.length - 1]) {
      await writeFile(join(folder, 'j'), whole.subarray(0, end));
      expect(await reopened(folder)).toEqual([1, 2]);
      expect((await stat(join(folder, 'j'))).size).toBe(third);
    }
    await appendFile(join(folder, 'j'), Buffer.alloc(4096));
    const journal = journalIn(folder);
    expect(await journal.open()).toHaveLength(2);
    await journal.append({ n: 9 });
    await journal.close();
    expect(await reopened(folder)).toEqual([1, 2, 9]);
  });

  it('notices any one changed byte before the last line break, and names the line', async () => {
    const folder = await freshFolder();
    await (await filled(folder, 4)).close();
    const whole = await readFile(join(folder, 'j'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ flip;
        await writeFile(join(folder, 'j'), changed);
        await expectCode(journalIn(folder).open(), 'journal-corrupt');
        expect(await readFile(join(folder, 'j'))).toEqual(changed);
      }),
      { numRuns: 500 },
    );
    const lines = whole.toString().split('\n');
    await writeFile(join(folder, 'j'), lines.with(2, `${lines[2]?.slice(0, -1)}!`).join('\n'));
    await expect(journalIn(folder).open()).rejects.toMatchObject({ code: 'journal-corrupt', line: 2 });
  });

  it('notices lines that were swapped, repeated, dropped, or come from another journal or generation', async () => {
    const folder = await freshFolder();
    const elsewhere = await freshFolder();
    const journal = await filled(folder, 3);
    const [head, one, two, three] = (await readFile(join(folder, 'j'), 'utf8')).split('\n');
    await journal.compact([{ n: 1 }, { n: 2 }, { n: 3 }]);
    await journal.close();
    const [newHead, newOne, newTwo] = (await readFile(join(folder, 'j'), 'utf8')).split('\n');
    const foreign = journalIn(elsewhere, { journalId: 'other' });
    await foreign.open();
    await foreign.close();
    const [foreignHead] = (await readFile(join(elsewhere, 'j'), 'utf8')).split('\n');
    for (const lines of [
      [head, two, one, three],
      [head, one, one, two],
      [head, one, three],
      [head, two, three],
      [one, two, three],
      [head, head, one],
      [head, one, '', two],
      [newHead, newOne, two],
      [head, newOne, newTwo],
      [foreignHead, one],
      [foreignHead],
      [''],
      [],
    ]) {
      await writeFile(join(folder, 'j'), lines.map((line) => `${line}\n`).join(''));
      await expectCode(journalIn(folder).open(), 'journal-corrupt');
    }
    await writeFile(join(folder, 'j'), `${newHead}\n${newOne}\n`);
    expect(await reopened(folder)).toEqual([1]);
  });

  it('compacts to the given entries, with appends called later behind them', async () => {
    const folder = await freshFolder();
    const journal = await filled(folder, 50);
    const before = (await stat(join(folder, 'j'))).size;
    const work = [journal.append({ n: 51 }), journal.compact([{ n: 50 }, { n: 51 }]), journal.append({ n: 52 }), journal.append({ n: 53 })];
    await Promise.all(work);
    await journal.close();
    expect(await reopened(folder)).toEqual([50, 51, 52, 53]);
    expect((await stat(join(folder, 'j'))).size).toBeLessThan(before / 5);
    expect(await readdir(folder)).toEqual(['j']);
  });

  it('goes on with the old file when compaction fails before the new one is in place', async () => {
    const folder = await freshFolder();
    await (await filled(folder, 3)).close();
    const journal = journalIn(folder, {
      faults: (point) => {
        if (point === 'journal:before-rename') throw new Error('disk trouble');
      },
    });
    await journal.open();
    await expectCode(journal.compact([{ n: 3 }]), 'journal-io');
    await journal.append({ n: 4 });
    await journal.close();
    expect(await reopened(folder)).toEqual([1, 2, 3, 4]);
  });

  it('closes itself when compaction fails after the new file is in place', async () => {
    const folder = await freshFolder();
    await (await filled(folder, 3)).close();
    const journal = journalIn(folder, {
      faults: (point) => {
        if (point === 'journal:after-rename') throw new Error('disk trouble');
      },
    });
    await journal.open();
    await expectCode(journal.compact([{ n: 3 }]), 'journal-io');
    await expectCode(journal.append({ n: 4 }), 'journal-closed');
    expect(await reopened(folder)).toEqual([3]);
  });

  it('takes a failed append back and goes on', async () => {
    const folder = await freshFolder();
    let failing = false;
    const journal = journalIn(folder, {
      faults: (point) => {
        if (failing && point === 'journal:written') throw new Error('disk trouble');
      },
    });
    await journal.open();
    await journal.append({ n: 1 });
    failing = true;
    await Promise.all([expectCode(journal.append({ n: 2 }), 'journal-io'), expectCode(journal.append({ n: 3 }), 'journal-io')]);
    failing = false;
    await journal.append({ n: 4 });
    await journal.close();
    expect(await reopened(folder)).toEqual([1, 4]);
  });

  it('accepts only entries of its schema, on the way in and out', async () => {
    const folder = await freshFolder();
    const journal = await filled(folder, 1);
    await expectCode(journal.append({ n: 1.5 }), 'journal-entry');
    await expectCode(journal.compact([{ n: 1 }, { n: 0.5 }]), 'journal-entry');
    await journal.close();
    const stricter = new SealedJournal({ file: join(folder, 'j'), journalId: 'inbox', vault, schema: z.strictObject({ m: z.string() }) });
    await expect(stricter.open()).rejects.toMatchObject({ code: 'journal-corrupt', line: 1 });
  });

  it('is closed before open and after close', async () => {
    const folder = await freshFolder();
    const journal = journalIn(folder);
    await expectCode(journal.append({ n: 1 }), 'journal-closed');
    await expectCode(journal.compact([]), 'journal-closed');
    await journal.open();
    const last = journal.append({ n: 1 });
    await journal.close();
    await last;
    await expectCode(journal.append({ n: 2 }), 'journal-closed');
    expect(await reopened(folder)).toEqual([1]);
  });

  it('says so when the vault is locked, and loses nothing', async () => {
    const folder = await freshFolder();
    const locking = await openVault(join(folder, 'vault'));
    const options = { file: join(folder, 'vault', 'journal', 'inbox'), journalId: 'inbox', vault: locking, schema };
    const journal = new SealedJournal(options);
    await journal.open();
    await journal.append({ n: 1 });
    locking.lock();
    await expectCode(journal.append({ n: 2 }), 'vault-locked');
    await expectCode(new SealedJournal(options).open(), 'vault-locked');
    await locking.open();
    await journal.append({ n: 3 });
    await journal.close();
    expect(await new SealedJournal(options).open()).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('clears what a killed compaction left', async () => {
    const folder = await freshFolder();
    await (await filled(folder, 2)).close();
    await copyFile(join(folder, 'j'), join(folder, 'j.0123456789ab.tmp'));
    expect(await reopened(folder)).toEqual([1, 2]);
    expect(await readdir(folder)).toEqual(['j']);
  });
});
