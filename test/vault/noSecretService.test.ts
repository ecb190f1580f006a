import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { OsKeyring } from '../../src/main/vault/OsKeyring.ts';
import { OsVault } from '../../src/main/vault/OsVault.ts';
import { probeSecretService } from '../../src/main/vault/secretService.ts';
import { expectCode, freshFolder, sessionForThisFile } from '../harness/app/keyringSession.ts';

const session = await sessionForThisFile({ keyring: false });

async function expectAbsent(): Promise<void> {
  const folder = await freshFolder();
  await expectCode(new OsVault({ folder, store: new OsKeyring() }).open(), 'vault-absent');
  expect(await readdir(folder)).not.toContain('vault.json');
}

afterEach(() => {
  Object.assign(process.env, session.env);
});

describe('OsVault without a Secret Service', () => {
  it('says absent on a bus that nobody answers on', expectAbsent);

  it('says absent without any session bus, and launches none', async () => {
    delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    delete process.env['XDG_RUNTIME_DIR'];
    await expectAbsent();
  });

  it('says absent for a bus that is gone and for an address that is none', async () => {
    for (const address of ['unix:path=/nonexistent/bus', 'rubbish', 'unix:']) {
      process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
      await expectAbsent();
    }
  });

  it('says absent for a socket that answers nothing, hangs up, or talks rubbish', async () => {
    const folder = await freshFolder();
    const talk: ((socket: Socket) => void)[] = [
      () => {},
      (socket) => socket.destroy(),
      (socket) => socket.end('rubbish\r\n'),
      (socket) => socket.write('OK 0123456789abcdef0123456789abcdef\r\n' + 'x'.repeat(5000)),
    ];
    for (const [index, answer] of talk.entries()) {
      const server = createServer((socket) => {
        socket.on('error', () => {}).resume();
        answer(socket);
      }).listen(join(folder, `${index}`));
      await once(server, 'listening');
      process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${join(folder, String(index))}`;
      expect(await probeSecretService({ service: 'Deskfob' }, 200)).toBe('absent');
      server.close();
      await once(server, 'close');
    }
  });

  it('says absent when there is a daemon that never had a keyring to keep anything in', async () => {
    await session.restartKeyring({ locked: true });
    await expectAbsent();
  });

  it('finds the bus where systemd puts it when no address is set', async () => {
    await session.restartKeyring();
    delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    const vault = new OsVault({ folder: await freshFolder(), store: new OsKeyring() });
    await vault.open();
    expect(vault.isOpen).toBe(true);
  });
});
