import { randomBytes } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { beforeEach, describe, expect, it } from 'vitest';
import { OsKeyring } from '../../src/main/vault/OsKeyring.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../src/main/vault/PassphraseKeyStore.ts';
import { probeSecretService } from '../../src/main/vault/secretService.ts';
import type { SealedRecord } from '../../src/main/vault/Vault.ts';
import { expectCode, freshFolder, sessionForThisFile } from '../harness/app/keyringSession.ts';

const session = await sessionForThisFile();
const record: SealedRecord = { recordId: 'a1', type: 'account', format: 1, value: { secret: 'JBSWY3DPEHPK3PXP' } };

function vaultIn(folder: string): OsVault {
  return new OsVault({ folder, store: new OsKeyring() });
}

async function vaultIdOf(folder: string): Promise<string> {
  const { vaultId } = JSON.parse(await readFile(join(folder, 'vault.json'), 'utf8')) as { vaultId: string };
  return vaultId;
}

function itemOf(vaultId: string): AsyncEntry {
  return new AsyncEntry('Deskfob', vaultId, { linux: { store: 'secret-service' } });
}

/** A vault with one record, locked again; and everything its folder holds, to see that trouble changes nothing. */
async function usedVault(): Promise<{ folder: string; vaultId: string; content: () => Promise<string> }> {
  const folder = await freshFolder();
  const vault = vaultIn(folder);
  await vault.open();
  await vault.put(record);
  const content = async (): Promise<string> =>
    (await readFile(join(folder, 'vault.json'), 'utf8')) +
    (await readFile(join(folder, 'records', 'a1.jwe'), 'utf8')) +
    (await readdir(folder)).join();
  return { folder, vaultId: await vaultIdOf(folder), content };
}

beforeEach(async () => {
  await session.restartKeyring();
});

describe('the Secret Service', () => {
  it('is asked for its state, so that an item it does not show is not taken for none', async () => {
    const attributes = { service: 'Deskfob', username: 'nobody' };
    expect(await probeSecretService(attributes)).toBe('ready');
    await session.lockKeyring();
    expect(await probeSecretService(attributes)).toBe('locked');
    await session.restartKeyring({ locked: true });
    expect(await probeSecretService(attributes)).toBe('locked');
    await session.unlockKeyring();
    expect(await probeSecretService(attributes)).toBe('ready');
    await session.killKeyring();
    expect(await probeSecretService(attributes)).toBe('absent');
  });
});

describe('OsVault on a real keyring', () => {
  it('keeps 32 raw bytes in one item and opens again after the daemon restarted', async () => {
    const { folder, vaultId } = await usedVault();
    expect(await itemOf(vaultId).getSecret()).toHaveLength(32);
    await session.restartKeyring();
    const vault = vaultIn(folder);
    await vault.open();
    expect(await vault.list('account')).toEqual([record]);
    await vault.put({ ...record, value: 'new' });
    expect((await vault.get('a1', 'account'))?.value).toBe('new');
  });

  it('says locked while the keyring is, however it came to be', async () => {
    const { folder, content } = await usedVault();
    const before = await content();
    await session.lockKeyring();
    await expectCode(vaultIn(folder).open(), 'vault-locked');
    await session.restartKeyring({ locked: true });
    const vault = vaultIn(folder);
    await expectCode(vault.open(), 'vault-locked');
    await expectCode(vault.startOver(), 'vault-locked');
    expect(await content()).toBe(before);
    await session.unlockKeyring();
    await vault.open();
    expect(await vault.list('account')).toEqual([record]);
  });

  it('makes no new vault in a locked keyring', async () => {
    const folder = await freshFolder();
    await session.lockKeyring();
    await expectCode(vaultIn(folder).open(), 'vault-locked');
    expect(await readdir(folder)).not.toContain('vault.json');
  });

  it('says absent when the daemon was killed, keeps what is open open, and recovers', async () => {
    const { folder, content } = await usedVault();
    const before = await content();
    const open = vaultIn(folder);
    await open.open();
    await session.killKeyring();
    expect(await open.list('account')).toEqual([record]);
    await expectCode(vaultIn(folder).open(), 'vault-absent');
    await expectCode(open.startOver(), 'vault-absent');
    expect(open.isOpen).toBe(true);
    expect(await content()).toBe(before);
    await session.restartKeyring();
    const again = vaultIn(folder);
    await again.open();
    expect(await again.list('account')).toEqual([record]);
  });

  it('survives a daemon killed while vaults open', async () => {
    const { folder } = await usedVault();
    const attempts = Array.from({ length: 10 }, () =>
      vaultIn(folder)
        .open()
        .then(
          () => 'open',
          (error: unknown) => (error as { code: string }).code,
        ),
    );
    await session.killKeyring();
    for (const outcome of await Promise.all(attempts)) expect(['open', 'vault-absent', 'vault-io']).toContain(outcome);
    await session.restartKeyring();
    await vaultIn(folder).open();
  });

  it('says key missing when an unlocked keyring has none, and never makes another', async () => {
    const { folder, vaultId, content } = await usedVault();
    const before = await content();
    await itemOf(vaultId).deleteCredential();
    await expectCode(vaultIn(folder).open(), 'vault-key-missing');
    await expectCode(vaultIn(folder).open(), 'vault-key-missing');
    expect(await itemOf(vaultId).getSecret()).toBeNull();
    expect(await content()).toBe(before);
    await rm(join(folder, 'records'), { recursive: true });
    await expectCode(vaultIn(folder).open(), 'vault-key-missing');
  });

  it('says wrong key for another key and for what is no key', async () => {
    const { folder, vaultId, content } = await usedVault();
    const before = await content();
    const key = Uint8Array.from((await itemOf(vaultId).getSecret()) ?? []);
    for (const bytes of [randomBytes(32), randomBytes(31), new Uint8Array([1])]) {
      await itemOf(vaultId).setSecret(bytes);
      await expectCode(vaultIn(folder).open(), 'vault-wrong-key');
    }
    expect(await content()).toBe(before);
    await itemOf(vaultId).setSecret(key);
    await vaultIn(folder).open();
  });

  it('overwrites no key that is there already', async () => {
    const vaultId = randomBytes(16).toString('base64url');
    const first = randomBytes(32);
    await new OsKeyring().wrap(vaultId, first);
    await new OsKeyring().wrap(vaultId, first);
    await expectCode(new OsKeyring().wrap(vaultId, randomBytes(32)), 'vault-wrong-key');
    expect(Buffer.from(await new OsKeyring().unwrap(vaultId)).equals(first)).toBe(true);
  });

  it('keeps two profiles side by side apart', async () => {
    const [first, second] = [await usedVault(), await usedVault()];
    expect(first.vaultId).not.toBe(second.vaultId);
    const vault = vaultIn(second.folder);
    await vault.open();
    await vault.startOver();
    expect(await vault.list('account')).toEqual([]);
    expect(await itemOf(second.vaultId).getSecret()).toBeNull();
    const untouched = vaultIn(first.folder);
    await untouched.open();
    expect(await untouched.list('account')).toEqual([record]);
  });

  it('starts over after the key was lost', async () => {
    const { folder, vaultId } = await usedVault();
    await itemOf(vaultId).deleteCredential();
    const vault = vaultIn(folder);
    await expectCode(vault.open(), 'vault-key-missing');
    await vault.startOver();
    expect(await vault.list('account')).toEqual([]);
    expect(await vaultIdOf(folder)).not.toBe(vaultId);
  });

  it('moves from the keyring to a passphrase and back, each proved before the other goes', async () => {
    const { folder, vaultId } = await usedVault();
    const keyring = new OsKeyring();
    const phrase = new PassphraseKeyStore('correct horse battery staple');
    const vault = vaultIn(folder);
    await expectCode(vault.removeWrap(keyring, phrase), 'vault-key-missing');
    await vault.addWrap(phrase);
    expect(await vault.wrapKinds()).toEqual(['os-keyring', 'passphrase']);
    await expectCode(vault.removeWrap(keyring, new PassphraseKeyStore('wrong')), 'vault-wrong-key');
    expect(await itemOf(vaultId).getSecret()).toHaveLength(32);
    await vault.removeWrap(keyring, phrase);
    expect(await itemOf(vaultId).getSecret()).toBeNull();
    await expectCode(vaultIn(folder).open(), 'vault-key-missing');
    const byPhrase = new OsVault({ folder, store: phrase });
    await byPhrase.open();
    expect(await byPhrase.list('account')).toEqual([record]);
    await byPhrase.addWrap(keyring);
    await byPhrase.removeWrap(phrase, keyring);
    expect(await byPhrase.wrapKinds()).toEqual(['os-keyring']);
    const byKeyring = vaultIn(folder);
    await byKeyring.open();
    expect(await byKeyring.list('account')).toEqual([record]);
  });
});
