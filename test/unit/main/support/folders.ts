import { OsVault } from '../../../../src/main/vault/OsVault.ts';
import { freshFolder } from '../vault/openVault.ts';
import { MemoryKeyStore } from './MemoryKeyStore.ts';

export interface Disk {
  folder: string;
  store: MemoryKeyStore;
}

/** A profile's folder with its key in the operating system's vault; opened again, it is the same computer after a restart. */
export async function freshDisk(): Promise<Disk> {
  return { folder: await freshFolder(), store: new MemoryKeyStore() };
}

/** A real vault on real files. */
export async function vaultOn(disk: Disk): Promise<OsVault> {
  const vault = new OsVault(disk);
  await vault.open();
  return vault;
}

export async function freshVault(): Promise<OsVault> {
  return await vaultOn(await freshDisk());
}
