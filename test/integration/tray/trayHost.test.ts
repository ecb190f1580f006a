import { afterEach, describe, expect, it } from 'vitest';
import { TrayHost } from '../../../src/main/tray/TrayHost.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { StatusNotifierWatcher } from '../../harness/StatusNotifierWatcher.ts';

const session = await sessionForThisFile({ keyring: false });
const address = session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';

describe('the place for tray icons', () => {
  const hosts: TrayHost[] = [];
  const watchers: StatusNotifierWatcher[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0)) host.stop();
    for (const watcher of watchers.splice(0)) await watcher.stop();
  });

  async function watch(): Promise<boolean[]> {
    const told: boolean[] = [];
    const host = new TrayHost((isThere) => told.push(isThere));
    hosts.push(host);
    await host.watch();
    return told;
  }

  async function watcher(hasHost?: boolean): Promise<StatusNotifierWatcher> {
    const started = await StatusNotifierWatcher.start(address, hasHost);
    watchers.push(started);
    return started;
  }

  it('is there, goes and comes back with the desktop’s panel', async () => {
    const panel = await watcher();
    const told = await watch();
    expect(told).toEqual([true]);
    await panel.stop();
    await expect.poll(() => told).toEqual([true, false]);
    await watcher();
    await expect.poll(() => told).toEqual([true, false, true]);
  });

  it('is none where nobody draws the icons, until somebody does', async () => {
    const panel = await watcher(false);
    const told = await watch();
    expect(told).toEqual([false]);
    await panel.hostRegistered();
    await expect.poll(() => told).toEqual([false, true]);
  });

  it('is none without a watcher, or without a session bus', async () => {
    expect(await watch()).toEqual([false]);
    process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus';
    expect(await watch()).toEqual([false]);
    process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
  });
});
