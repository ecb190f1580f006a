import { copyFile, mkdir, readFile, readdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalFolderOf } from '../../../../src/main/vault/VaultFolder.ts';
import { OsVault } from '../../../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../../../src/main/vault/PassphraseKeyStore.ts';
import type { SealedRecord } from '../../../../src/main/vault/Vault.ts';
import { expectCode, freshFolder, openVault, passphrase } from './openVault.ts';

const account: SealedRecord = { recordId: 'a1', type: 'account', format: 1, value: { secret: 'JBSWY3DPEHPK3PXP', digits: 6 } };
const other: SealedRecord = { recordId: 'a2', type: 'account', format: 2, value: ['ü', null, 1.5] };
const verifier: SealedRecord = { recordId: 'v1', type: 'verifier', format: 1, value: 'x' };

function recordFile(folder: string, recordId: string): string {
  return join(folder, 'records', `${recordId}.jwe`);
}

describe('OsVault', () => {
  it('gives back what was put, after a restart too, by id and by type', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    for (const record of [other, verifier, account]) await vault.put(record);
    const again = await openVault(folder);
    expect(await again.get('a1', 'account')).toEqual(account);
    expect(await again.list('account')).toEqual([account, other]);
    expect(await again.listAll('verifier')).toEqual({ records: [verifier], damaged: [] });
    expect(await again.list('pairing')).toEqual([]);
    expect(await again.get('none', 'account')).toBeUndefined();
  });

  it('replaces and deletes records, and keeps the order of calls for one record', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    await Promise.all(Array.from({ length: 20 }, (_, value) => vault.put({ ...account, value })));
    expect((await vault.get('a1', 'account'))?.value).toBe(19);
    await Promise.all([vault.put({ ...account, value: 20 }), vault.delete('a1')]);
    expect(await vault.get('a1', 'account')).toBeUndefined();
    await Promise.all([vault.delete('a1'), vault.put({ ...account, value: 21 })]);
    expect((await vault.get('a1', 'account'))?.value).toBe(21);
    await vault.delete('a1');
    await vault.delete('a1');
    expect(await vault.get('a1', 'account')).toBeUndefined();
    expect(await readdir(join(folder, 'records'))).toEqual([]);
  });

  it('keeps nothing readable on disk, in files and folders of its own user only', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    await vault.put(account);
    const jwe = await readFile(recordFile(folder, 'a1'), 'utf8');
    expect(jwe).not.toContain('JBSWY3DPEHPK3PXP');
    const header: unknown = JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString());
    const { vaultId, keyId } = JSON.parse(await readFile(join(folder, 'vault.json'), 'utf8')) as Record<string, unknown>;
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', vaultId, keyId, recordId: 'a1', type: 'account', format: 1 });
    for (const [path, mode] of [
      [recordFile(folder, 'a1'), 0o600],
      [join(folder, 'vault.json'), 0o600],
      [join(folder, 'records'), 0o700],
    ] as const) {
      expect((await stat(path)).mode & 0o777).toBe(mode);
    }
  });

  it('is locked before open and after lock, also when locked while it opens', async () => {
    const folder = await freshFolder();
    const vault = new OsVault({ folder, store: passphrase });
    await expectCode(vault.get('a1', 'account'), 'vault-locked');
    const opening = vault.open();
    vault.lock();
    await expectCode(opening, 'vault-locked');
    expect(vault.isOpen).toBe(false);
    await Promise.all([vault.open(), vault.open()]);
    expect(vault.isOpen).toBe(true);
    vault.lock();
    for (const call of [vault.put(account), vault.list('account'), vault.delete('a1')]) await expectCode(call, 'vault-locked');
    expect(() => vault.seal('journal', 'j:1', new Uint8Array())).toThrow(expect.objectContaining({ code: 'vault-locked' }));
  });

  it('refuses ids that could leave the folder', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    for (const recordId of ['', '../vault', 'a/b', 'a.b', 'a'.repeat(65), 'ä', 'a\n']) {
      await expect(vault.put({ ...account, recordId })).rejects.toBeInstanceOf(TypeError);
      await expect(vault.get(recordId, 'account')).rejects.toBeInstanceOf(TypeError);
      await expect(vault.delete(recordId)).rejects.toBeInstanceOf(TypeError);
    }
  });

  it('ignores other files and clears what a killed write left', async () => {
    const folder = await freshFolder();
    await (await openVault(folder)).put(account);
    await writeFile(join(folder, 'records', 'a1.jwe.0123456789ab.tmp'), 'half');
    await writeFile(join(folder, 'records', 'notes.txt'), 'mine');
    await mkdir(join(folder, 'records', 'folder.jwe'));
    const vault = await openVault(folder);
    expect(await vault.list('account')).toEqual([account]);
    expect(await readdir(join(folder, 'records'))).toEqual(['a1.jwe', 'folder.jwe', 'notes.txt']);
  });

  it('names a damaged record and still gives the good ones', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    for (const record of [account, other]) await vault.put(record);
    const whole = await readFile(recordFile(folder, 'a2'), 'utf8');
    for (const damaged of [whole.slice(0, -5), '', '{}', `${whole}\n`, '\0'.repeat(300), `${whole}A`, 'x'.repeat(2_000_000)]) {
      await writeFile(recordFile(folder, 'a2'), damaged);
      await expectCode(vault.get('a2', 'account'), 'vault-corrupt', 'a2');
      await expectCode(vault.list('account'), 'vault-corrupt', 'a2');
      expect(await vault.listAll('account')).toEqual({ records: [account], damaged: ['a2'] });
    }
  });

  it('notices swapped records, a record of another type and one of another vault', async () => {
    const folder = await freshFolder();
    const elsewhere = await freshFolder();
    const vault = await openVault(folder);
    for (const record of [account, other, verifier]) await vault.put(record);
    await (await openVault(elsewhere)).put(account);
    await rename(recordFile(folder, 'a1'), recordFile(folder, 'swap'));
    await rename(recordFile(folder, 'a2'), recordFile(folder, 'a1'));
    await rename(recordFile(folder, 'swap'), recordFile(folder, 'a2'));
    expect(await vault.listAll('account')).toEqual({ records: [], damaged: ['a1', 'a2'] });
    await expectCode(vault.get('v1', 'account'), 'vault-corrupt', 'v1');
    await copyFile(recordFile(elsewhere, 'a1'), recordFile(folder, 'a1'));
    await expectCode(vault.get('a1', 'account'), 'vault-corrupt', 'a1');
  });

  it('never makes a new vault where sealed data is left without vault.json', async () => {
    const withRecord = await freshFolder();
    await (await openVault(withRecord)).put(account);
    await rename(join(withRecord, 'vault.json'), join(withRecord, 'gone'));
    await expectCode(openVault(withRecord), 'vault-corrupt');
    const withJournal = await freshFolder();
    await mkdir(journalFolderOf(withJournal), { recursive: true });
    await writeFile(join(journalFolderOf(withJournal), 'inbox'), 'x');
    await expectCode(openVault(withJournal), 'vault-corrupt');
    expect(await readdir(withJournal)).not.toContain('vault.json');
  });

  it('tells a damaged vault.json from a later one and from that of another vault', async () => {
    const folder = await freshFolder();
    await (await openVault(folder)).put(account);
    const file = join(folder, 'vault.json');
    const good = await readFile(file, 'utf8');
    const parsed = JSON.parse(good) as Record<string, unknown>;
    for (const [content, code] of [
      ['', 'vault-corrupt'],
      ['null', 'vault-corrupt'],
      [good.slice(0, 40), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, extra: 1 }), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, wraps: [] }), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, wraps: [{ kind: 'passphrase', salt: 'x' }] }), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, vaultId: 'A'.repeat(22) }), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, keyId: 'A'.repeat(22) }), 'vault-corrupt'],
      [JSON.stringify({ ...parsed, format: 2, more: true }), 'vault-too-new'],
    ] as const) {
      await writeFile(file, content);
      await expectCode(openVault(folder), code);
      expect(await readFile(file, 'utf8')).toBe(content);
    }
    await writeFile(file, good);
    expect(await (await openVault(folder)).list('account')).toEqual([account]);
  });

  it('opens with a truncated record beside good ones', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    for (const record of [account, other]) await vault.put(record);
    await truncate(recordFile(folder, 'a1'), 0);
    expect(await (await openVault(folder)).listAll('account')).toEqual({ records: [other], damaged: ['a1'] });
  });

  it('says wrong key for a wrong passphrase, and knows the passphrase in either Unicode spelling', async () => {
    const folder = await freshFolder();
    await new OsVault({ folder, store: new PassphraseKeyStore('caf\u00e9') }).open();
    await expectCode(new OsVault({ folder, store: new PassphraseKeyStore('cafe') }).open(), 'vault-wrong-key');
    await new OsVault({ folder, store: new PassphraseKeyStore('cafe\u0301') }).open();
  });

  it('starts over on request: an empty vault with another key, the old sealed texts useless', async () => {
    const folder = await freshFolder();
    const vault = await openVault(folder);
    await vault.put(account);
    await writeFile(join(journalFolderOf(folder), 'inbox'), 'x');
    const old = await readFile(join(folder, 'vault.json'), 'utf8');
    const sealed = vault.seal('journal', 'j:1', new Uint8Array([1]));
    await vault.startOver();
    expect(await vault.list('account')).toEqual([]);
    expect(await readdir(journalFolderOf(folder))).toEqual([]);
    expect(await readFile(join(folder, 'vault.json'), 'utf8')).not.toBe(old);
    await expectCode(vault.unseal('journal', 'j:1', sealed), 'vault-corrupt');
  });

  it('starts over from a vault that does not open', async () => {
    const folder = await freshFolder();
    await (await openVault(folder)).put(account);
    await writeFile(join(folder, 'vault.json'), '{');
    const vault = new OsVault({ folder, store: passphrase });
    await expectCode(vault.open(), 'vault-corrupt');
    await vault.startOver();
    expect(await vault.list('account')).toEqual([]);
  });

  it('keeps the old record when a write fails on the way', async () => {
    const folder = await freshFolder();
    await (await openVault(folder)).put(account);
    const vault = await openVault(folder, (point) => {
      if (point === 'vault:before-rename') throw new Error('disk trouble');
    });
    await expectCode(vault.put({ ...account, value: 'new' }), 'vault-io', 'a1');
    expect(await vault.get('a1', 'account')).toEqual(account);
    expect(await readdir(join(folder, 'records'))).toEqual(['a1.jwe']);
  });
});
