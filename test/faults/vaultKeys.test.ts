import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FaultPoint } from '../../src/main/files/faults.ts';
import { OsKeyring } from '../../src/main/vault/OsKeyring.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { PassphraseKeyStore } from '../../src/main/vault/PassphraseKeyStore.ts';
import type { DataKeyStore } from '../../src/main/vault/Vault.ts';
import { freshFolder, sessionForThisFile } from '../harness/app/keyringSession.ts';
import { type Change, NEW_PHRASE, PHRASE } from './support/wrapChanges.ts';

await sessionForThisFile();

const program = join(import.meta.dirname, 'support/wrapProgram.ts');
const record = { recordId: 'r', type: 'account', format: 1, value: 'kept' } as const;

type Place = 'keyring' | 'phrase' | 'new phrase';
const stores: Record<Place, () => DataKeyStore> = {
  keyring: () => new OsKeyring(),
  phrase: () => new PassphraseKeyStore(PHRASE),
  'new phrase': () => new PassphraseKeyStore(NEW_PHRASE),
};

/** Changes the keys in a process of its own. @returns how it ended */
async function run(folder: string, change: Change, point = '', times = 1): Promise<number | string | null> {
  const child = spawn(process.execPath, [program, folder, change, point, String(times)], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return signal ?? code;
}

/** A vault with a record whose key is kept in these places. */
async function vaultKeptBy(places: Place[]): Promise<string> {
  const folder = await freshFolder();
  const [first = 'keyring', ...more] = places;
  const vault = new OsVault({ folder, store: stores[first]() });
  await vault.open();
  await vault.put(record);
  for (const place of more) await vault.addWrap(stores[place]());
  return folder;
}

/** Where the vault's key can be had, each time proved by the record. */
async function openers(folder: string): Promise<Place[]> {
  const found: Place[] = [];
  for (const place of ['keyring', 'phrase', 'new phrase'] as const) {
    const vault = new OsVault({ folder, store: stores[place]() });
    const records = await vault.open().then(
      async () => await vault.list('account'),
      () => undefined,
    );
    if (records === undefined) continue;
    expect(records).toEqual([record]);
    found.push(place);
  }
  return found;
}

/** A key in the keyring always stands in vault.json, so that the app knows of it and can take it back. */
async function expectNoForgottenKey(folder: string): Promise<void> {
  const file = z
    .object({ vaultId: z.string(), wraps: z.array(z.object({ kind: z.string() })) })
    .parse(JSON.parse(await readFile(join(folder, 'vault.json'), 'utf8')));
  const item = await new AsyncEntry('Deskfob', file.vaultId, { linux: { store: 'secret-service' } }).getSecret();
  expect(item === null || file.wraps.some(({ kind }) => kind === 'os-keyring')).toBe(true);
}

interface Case {
  change: Change;
  from: Place[];
  to: Place[];
  /** Fault points in order, and what opens the vault after a kill there. */
  at: [FaultPoint, number, Place[]][];
}

const CASES: Case[] = [
  {
    change: 'adds a passphrase',
    from: ['keyring'],
    to: ['keyring', 'phrase'],
    at: [
      ['wrap:kept', 1, ['keyring']],
      ['wrap:proved', 1, ['keyring']],
      ['vault-file:before-rename', 1, ['keyring']],
      ['vault-file:after-rename', 1, ['keyring', 'phrase']],
      ['vault-file:after-write', 1, ['keyring', 'phrase']],
    ],
  },
  {
    change: 'removes the keyring',
    from: ['keyring', 'phrase'],
    to: ['phrase'],
    at: [
      ['wrap:removed', 1, ['phrase']],
      ['vault-file:before-rename', 1, ['phrase']],
      ['vault-file:after-rename', 1, ['phrase']],
      ['vault-file:after-write', 1, ['phrase']],
    ],
  },
  {
    change: 'adds the keyring',
    from: ['phrase'],
    to: ['keyring', 'phrase'],
    at: [
      ['vault-file:before-rename', 1, ['phrase']],
      ['vault-file:after-rename', 1, ['phrase']],
      ['vault-file:after-write', 1, ['phrase']],
      ['wrap:kept', 1, ['keyring', 'phrase']],
      ['wrap:proved', 1, ['keyring', 'phrase']],
      ['vault-file:before-rename', 2, ['keyring', 'phrase']],
      ['vault-file:after-rename', 2, ['keyring', 'phrase']],
    ],
  },
  {
    change: 'removes the passphrase',
    from: ['keyring', 'phrase'],
    to: ['keyring'],
    at: [
      ['wrap:removed', 1, ['keyring', 'phrase']],
      ['vault-file:before-rename', 1, ['keyring', 'phrase']],
      ['vault-file:after-rename', 1, ['keyring']],
      ['vault-file:after-write', 1, ['keyring']],
    ],
  },
  {
    change: 'changes the passphrase',
    from: ['phrase'],
    to: ['new phrase'],
    at: [
      ['wrap:kept', 1, ['phrase']],
      ['wrap:proved', 1, ['phrase']],
      ['vault-file:before-rename', 1, ['phrase']],
      ['vault-file:after-rename', 1, ['new phrase']],
      ['vault-file:after-write', 1, ['new phrase']],
    ],
  },
];

const KILLS = CASES.flatMap(({ at, ...rest }) => at.map(([point, times, after]) => ({ ...rest, point, times, after })));

describe('a vault that changes where its key is kept', () => {
  it.each(KILLS)('as it $change, killed at $point ($times), opens by $after', async ({ change, from, to, point, times, after }) => {
    const folder = await vaultKeptBy(from);
    expect(await run(folder, change, point, times)).toBe('SIGKILL');
    expect(await openers(folder)).toEqual(after);
    await expectNoForgottenKey(folder);
    // Done once more it ends where it should have; a passphrase that is gone already cannot be changed again.
    const again = after.includes('new phrase') ? 0 : await run(folder, change);
    expect(again).toBe(0);
    expect(await openers(folder)).toEqual(to);
    await expectNoForgottenKey(folder);
  });

  it('can take back what it announced before it was killed', async () => {
    const folder = await vaultKeptBy(['phrase']);
    expect(await run(folder, 'adds the keyring', 'wrap:kept')).toBe('SIGKILL');
    expect(await run(folder, 'removes the keyring')).toBe(0);
    expect(await openers(folder)).toEqual(['phrase']);
    expect(await new OsVault({ folder, store: stores.phrase() }).wrapKinds()).toEqual(['passphrase']);
  });
});
