/**
 * The few D-Bus calls that the private desktop session and the vault's tests make on their own behalf.
 */
import dbus from 'dbus-native';

const secrets = 'org.freedesktop.secrets';
const collection = '/org/freedesktop/secrets/aliases/default';

/** One call on one short-lived connection to the bus at `address`; resolves to the reply's body. */
export async function callBus(
  address: string,
  call: { destination: string; path: string; interface: string; member: string; signature?: string; body?: unknown[] },
): Promise<unknown[]> {
  const bus = dbus.createClient({ busAddress: address, timeout: 10_000 });
  try {
    return await new Promise((resolve, reject) => {
      bus.connection.on('error', reject);
      bus.invoke(call, (error: Error | null, ...values: unknown[]) => {
        if (error === null || error === undefined) resolve(values);
        else reject(error);
      });
    });
  } finally {
    bus.connection.end();
  }
}

export async function hasSecretService(address: string): Promise<boolean> {
  const [owned] = await callBus(address, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'NameHasOwner',
    signature: 's',
    body: [secrets],
  });
  return owned === true;
}

/** `undefined`: there is no default collection yet. */
export async function isDefaultCollectionLocked(address: string): Promise<boolean | undefined> {
  const [path] = await callBus(address, {
    destination: secrets,
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
    member: 'ReadAlias',
    signature: 's',
    body: ['default'],
  });
  if (path === '/') return undefined;
  const [locked] = await callBus(address, {
    destination: secrets,
    path: collection,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: ['org.freedesktop.Secret.Collection', 'Locked'],
  });
  return locked === true;
}

export async function lockDefaultCollection(address: string): Promise<void> {
  await callBus(address, {
    destination: secrets,
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
    member: 'Lock',
    signature: 'ao',
    body: [[collection]],
  });
}

/** Unlocks without a prompt, through the interface that gnome-keyring keeps for its own tools. */
export async function unlockDefaultCollection(address: string, password: string): Promise<void> {
  const bus = dbus.createClient({ busAddress: address, timeout: 10_000 });
  const invoke = (member: string, iface: string, signature: string, body: unknown[]): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      bus.invoke(
        { destination: secrets, path: '/org/freedesktop/secrets', interface: iface, member, signature, body },
        (error: Error | null, ...values: unknown[]) => {
          if (error === null || error === undefined) resolve(values);
          else reject(error);
        },
      );
    });
  try {
    const [, session] = await invoke('OpenSession', 'org.freedesktop.Secret.Service', 'sv', ['plain', new dbus.Variant('s', '')]);
    await invoke('UnlockWithMasterPassword', 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface', 'o(oayays)', [
      collection,
      [session, Buffer.alloc(0), Buffer.from(password), 'text/plain'],
    ]);
  } finally {
    bus.connection.end();
  }
}
