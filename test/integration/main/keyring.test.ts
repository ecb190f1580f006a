import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes } from '../../harness/app/profileContents.ts';

const session = await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());
beforeEach(async () => await session.restartKeyring());

const NAMES = [{ organisation: 'Acme GmbH', subscriber: 'Anna Weber' }];

describe('a keyring that is locked', () => {
  it('at the start is said so, with the names of what lies behind it; opened, everything is there', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    const { id } = before.account();
    await before.close();
    const files = allBytes(before.computer.vaultFolder);
    await session.lockKeyring();
    const app = await before.computer.launch();
    expect(app.view()).toMatchObject({
      vault: { state: 'failed', error: 'vault-locked', accounts: NAMES },
      accounts: [],
      requests: [],
      activity: [],
    });
    expect(await app.ask('pairing:openLink', { link: (await organisation.pairingPage()).link })).toEqual({
      ok: false,
      error: 'vault-locked',
    });
    await app.ask('vault:retry', undefined);
    expect(app.view().vault).toMatchObject({ state: 'failed', error: 'vault-locked' });
    expect(allBytes(before.computer.vaultFolder)).toBe(files);

    await session.unlockKeyring();
    expect(await app.ask('vault:retry', undefined)).toEqual({ ok: true, value: undefined });
    expect(app.view().vault).toEqual({ state: 'open' });
    expect(app.account()).toMatchObject({ id, state: 'active' });
    await app.online();
    const asked = await organisation.signIn();
    await app.decide(await app.openRequest(), 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
  });

  it('at the very first start makes no vault', async () => {
    await session.lockKeyring();
    const app = await (await freshComputer()).launch();
    expect(app.view().vault).toEqual({ state: 'failed', error: 'vault-locked', accounts: [] });
    expect(allBytes(app.computer.folder)).not.toContain('vault.json');
    await session.unlockKeyring();
    await app.ask('vault:retry', undefined);
    expect(app.view().vault).toEqual({ state: 'open' });
  });

  it('while the app runs changes nothing until the next start', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    await session.lockKeyring();
    const asked = await organisation.signIn();
    await app.decide(await app.openRequest(), 'approve', asked.number);
    expect(await organisation.outcome(asked)).toBe('approved');
  });
});

describe('a keyring whose daemon was killed', () => {
  it('is said to be absent; back again, everything is there', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    await before.close();
    await session.killKeyring();
    const app = await before.computer.launch();
    expect(app.view().vault).toEqual({ state: 'failed', error: 'vault-absent', accounts: NAMES });
    await session.restartKeyring({ locked: true });
    await app.ask('vault:retry', undefined);
    expect(app.view().vault).toMatchObject({ state: 'failed', error: 'vault-locked' });
    await session.unlockKeyring();
    await app.ask('vault:retry', undefined);
    await app.online();
    expect(app.account().state).toBe('active');
  });

  it('never leads to a new, empty vault: starting over needs a keyring', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    await before.close();
    const files = allBytes(before.computer.vaultFolder);
    await session.killKeyring();
    const app = await before.computer.launch();
    expect(await app.ask('vault:startOver', undefined)).toEqual({ ok: false, error: 'vault-absent' });
    expect(allBytes(before.computer.vaultFolder)).toBe(files);
  });
});

describe('a keyring that has lost the key', () => {
  it('is said so; only the person’s wish to start over makes a new vault, which can be paired anew', async () => {
    const before = await organisation.pairedApp(await freshComputer());
    await before.close();
    const { vaultId } = JSON.parse(await readFile(join(before.computer.vaultFolder, 'vault.json'), 'utf8')) as { vaultId: string };
    await new AsyncEntry('Deskfob', vaultId, { linux: { store: 'secret-service' } }).deleteCredential();
    const app = await before.computer.launch();
    expect(app.view().vault).toEqual({ state: 'failed', error: 'vault-key-missing', accounts: NAMES });
    await app.ask('vault:retry', undefined);
    expect(app.view().vault).toMatchObject({ state: 'failed', error: 'vault-key-missing' });
    expect(await app.ask('vault:startOver', undefined)).toEqual({ ok: true, value: undefined });
    expect(app.view()).toMatchObject({ vault: { state: 'open' }, accounts: [], activity: [] });
    await organisation.pair(app);
    expect(app.account().state).toBe('active');
  });

  it('a vault that is open is not deleted, whoever asks', async () => {
    const app = await organisation.pairedApp(await freshComputer());
    expect(await app.ask('vault:startOver', undefined)).toEqual({ ok: false, error: 'bad-arguments' });
    expect(app.account().state).toBe('active');
  });
});
