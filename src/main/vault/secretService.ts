/**
 * What the Secret Service (freedesktop.org's D-Bus interface to GNOME Keyring, KWallet, KeePassXC) says about itself.
 *
 * Needed because an answer "no such item" can not be believed alone: a locked or just restarted keyring gives it too,
 * and acting on it would mint a new key over sealed records. So the state is asked over D-Bus, before and after.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * 'absent': no session bus, nobody answers to the name, or no answer within five seconds.
 * 'empty': it answers, but has no default collection that could keep anything (no keyring was ever made).
 */
export type SecretServiceState = 'ready' | 'locked' | 'empty' | 'absent';

const service = 'org.freedesktop.secrets';
const root = '/org/freedesktop/secrets';

type Invoke = (path: string, iface: string, member: string, signature: string, body: unknown[]) => Promise<unknown[]>;

/**
 * 'locked' if the default collection is, or if an item with these attributes lies in any locked collection.
 * `timeoutMs` is for each answer.
 */
export async function probeSecretService(attributes: Readonly<Record<string, string>>, timeoutMs = 5000): Promise<SecretServiceState> {
  const address = sessionBusAddress();
  if (address === undefined) return 'absent';
  try {
    return await withBus(address, timeoutMs, async (invoke) => {
      const [collection] = await invoke(root, 'org.freedesktop.Secret.Service', 'ReadAlias', 's', ['default']);
      const exists = typeof collection === 'string' && collection !== '/';
      if (exists) {
        const property = ['org.freedesktop.Secret.Collection', 'Locked'];
        const [locked] = await invoke(collection, 'org.freedesktop.DBus.Properties', 'Get', 'ss', property);
        if (locked !== false) return 'locked';
      }
      const found = await invoke(root, 'org.freedesktop.Secret.Service', 'SearchItems', 'a{ss}', [attributes]);
      const lockedItems = found[1];
      if (!Array.isArray(lockedItems) || lockedItems.length > 0) return 'locked';
      return exists ? 'ready' : 'empty';
    });
  } catch {
    return 'absent';
  }
}

function sessionBusAddress(): string | undefined {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (address !== undefined && address !== '') return address;
  const runtime = process.env['XDG_RUNTIME_DIR'];
  // Where systemd puts the session bus, known to libdbus too. A bus is never launched just to ask it.
  const socket = runtime === undefined || runtime === '' ? undefined : join(runtime, 'bus');
  return socket !== undefined && existsSync(socket) ? `unix:path=${socket}` : undefined;
}

async function withBus<T>(address: string, timeout: number, work: (invoke: Invoke) => Promise<T>): Promise<T> {
  const { default: dbus } = await import('dbus-native');
  // `direct`: left to itself, the library greets the bus and throws where nobody can catch it if no answer comes.
  const bus = dbus.createClient({ busAddress: address, timeout, direct: true });
  const failed = new Promise<never>((_, reject) => {
    bus.connection.on('error', reject);
    bus.connection.on('close', () => reject(new Error('the bus closed the connection')));
  });
  const call = (destination: string, ...[path, iface, member, signature, body]: Parameters<Invoke>): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      const message = { destination, path, interface: iface, member, ...(signature === '' ? {} : { signature, body }) };
      bus.invoke(message, (error: Error | null | undefined, ...values: unknown[]) => {
        if (error === null || error === undefined) resolve(values);
        else reject(error);
      });
    });
  const greetAndWork = async (): Promise<T> => {
    await call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'Hello', '', []);
    return await work((...args) => call(service, ...args));
  };
  try {
    return await Promise.race([greetAndWork(), failed]);
  } finally {
    bus.connection.end();
    bus.connection.stream.destroy();
  }
}
