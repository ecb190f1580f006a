/**
 * Run by the tests of changed keys in a process of its own, on the keyring of its environment: changes where the vault's
 * key is kept and ends itself with SIGKILL at the n-th passing of a fault point. Arguments: folder, change, point, n.
 */
import type { FaultPoint } from '../../../src/main/files/faults.ts';
import { OsKeyring } from '../../../src/main/vault/OsKeyring.ts';
import { OsVault } from '../../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../../src/main/vault/PassphraseKeyStore.ts';
import { type Change, NEW_PHRASE, PHRASE } from './wrapChanges.ts';

const [folder = '', change = '', fatal = '', times = '1'] = process.argv.slice(2);
let left = Number(times);
const faults = (point: FaultPoint): void => {
  if (point === fatal && (left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
};

const keyring = new OsKeyring();
const phrase = new PassphraseKeyStore(PHRASE);
const changes: Record<Change, () => Promise<void>> = {
  'adds a passphrase': async () => await new OsVault({ folder, store: keyring, faults }).addWrap(phrase),
  'removes the keyring': async () => await new OsVault({ folder, store: phrase, faults }).removeWrap(keyring, phrase),
  'adds the keyring': async () => await new OsVault({ folder, store: phrase, faults }).addWrap(keyring),
  'removes the passphrase': async () => await new OsVault({ folder, store: keyring, faults }).removeWrap(phrase, keyring),
  'changes the passphrase': async () => await new OsVault({ folder, store: phrase, faults }).addWrap(new PassphraseKeyStore(NEW_PHRASE)),
};
await changes[change as Change]();
