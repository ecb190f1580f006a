/** A desktop's place for tray icons on a session bus, as far as an app asks for it; python-dbusmock draws nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import dbus from 'dbus-native';
import { callBus } from './sessionBus.ts';

const name = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const mock = { destination: name, path, interface: 'org.freedesktop.DBus.Mock' };

export class StatusNotifierWatcher {
  readonly #address: string;
  readonly #child: ChildProcess;

  private constructor(address: string, child: ChildProcess) {
    this.#address = address;
    this.#child = child;
  }

  /** @param hasHost whether somebody draws the icons */
  static async start(address: string, hasHost = true): Promise<StatusNotifierWatcher> {
    const child = spawn('/usr/bin/python3', ['-m', 'dbusmock', '--session', name, path, name], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] ?? '', DBUS_SESSION_BUS_ADDRESS: address },
    });
    const registered = { signature: 'ssv', body: [name, 'IsStatusNotifierHostRegistered', new dbus.Variant('b', hasHost)] };
    for (let tries = 0; ; tries += 1) {
      const made = await callBus(address, { ...mock, member: 'AddProperty', ...registered }).then(
        () => true,
        () => false,
      );
      if (made) break;
      if (child.exitCode !== null || tries > 500) throw new Error('the watcher of tray icons did not start');
      await sleep(20);
    }
    const watcher = new StatusNotifierWatcher(address, child);
    if (hasHost) await watcher.#announceHost();
    return watcher;
  }

  async hostRegistered(): Promise<void> {
    const properties = [['IsStatusNotifierHostRegistered', new dbus.Variant('b', true)]];
    await callBus(this.#address, { ...mock, member: 'UpdateProperties', signature: 'sa{sv}', body: [name, properties] });
    await this.#announceHost();
  }

  async #announceHost(): Promise<void> {
    const body = [name, 'StatusNotifierHostRegistered', '', []];
    await callBus(this.#address, { ...mock, member: 'EmitSignal', signature: 'sssav', body });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
