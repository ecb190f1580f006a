/** What the vault's tests share: a fresh folder, and a real vault in it whose key lies under a passphrase. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Faults } from '../../../../src/main/files/faults.ts';
import { OsVault } from '../../../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../../../src/main/vault/PassphraseKeyStore.ts';

export const passphrase = new PassphraseKeyStore('correct horse battery staple');

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function openVault(folder: string, faults?: Faults): Promise<OsVault> {
  const vault = new OsVault({ folder, store: passphrase, ...(faults === undefined ? {} : { faults }) });
  await vault.open();
  return vault;
}

export async function expectCode(work: Promise<unknown>, code: string, recordId?: string): Promise<void> {
  await expect(work).rejects.toMatchObject(recordId === undefined ? { code } : { code, recordId });
}
