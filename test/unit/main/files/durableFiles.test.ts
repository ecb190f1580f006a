import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteDurably, ensurePrivateFolder, removeLeftovers, writeDurably } from '../../../../src/main/files/durableFiles.ts';
import { KeyedOrder } from '../../../../src/main/files/KeyedOrder.ts';
import { freshFolder } from '../vault/openVault.ts';

describe('durable files', () => {
  it('replaces a file as a whole and passes the named fault points', async () => {
    const folder = await freshFolder();
    const points: string[] = [];
    await writeDurably(join(folder, 'a'), 'one', 'vault');
    await writeDurably(join(folder, 'a'), 'two', 'vault', (point) => void points.push(point));
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('two');
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o600);
    expect(points).toEqual(['vault:before-rename', 'vault:after-rename', 'vault:after-write']);
  });

  it('leaves the old file and no rubbish when it fails', async () => {
    const folder = await freshFolder();
    await writeDurably(join(folder, 'a'), 'one', 'vault');
    const fail = (point: string): void => {
      if (point === 'vault:before-rename') throw new Error('stop');
    };
    await expect(writeDurably(join(folder, 'a'), 'two', 'vault', fail)).rejects.toThrow('stop');
    await mkdir(join(folder, 'b'));
    await expect(writeDurably(join(folder, 'b'), 'two', 'vault')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['a', 'b']);
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('one');
  });

  it('deletes what is there and does not mind what is not', async () => {
    const folder = await freshFolder();
    await writeDurably(join(folder, 'a'), 'one', 'vault');
    await deleteDurably(join(folder, 'a'), 'vault');
    await deleteDurably(join(folder, 'a'), 'vault');
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears only its own leftovers', async () => {
    const folder = await freshFolder();
    for (const name of ['a.0123456789ab.tmp', 'mine.tmp', 'b']) await writeFile(join(folder, name), '');
    await removeLeftovers(folder);
    await removeLeftovers(join(folder, 'none'));
    expect(await readdir(folder)).toEqual(['b', 'mine.tmp']);
  });

  it('shuts other users out of a folder that was open to them', async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o755);
    await ensurePrivateFolder(folder);
    await ensurePrivateFolder(join(folder, 'in', 'side'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'in', 'side'))).mode & 0o777).toBe(0o700);
  });
});

describe('KeyedOrder', () => {
  it('keeps the order within a key only, goes on after a failure, and knows when all is done', async () => {
    const order = new KeyedOrder();
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = order.run('a', async () => {
      await gate.promise;
      log.push('a1');
      throw new Error('a1 failed');
    });
    const second = order.run('a', async () => log.push('a2'));
    await order.run('b', async () => log.push('b'));
    gate.resolve();
    await order.idle();
    await expect(first).rejects.toThrow('a1 failed');
    await second;
    expect(log).toEqual(['b', 'a1', 'a2']);
  });
});
