/**
 * What the Secret Service (freedesktop.org's D-Bus interface to GNOME Keyring, KWallet, KeePassXC) says about itself.
 *
 * Needed because an answer "no such item" can not be believed alone: a locked or just restarted keyring gives it too,
 * and acting on it would mint a new key over sealed records. So the state is asked over D-Bus, before and after.
 */
import { SessionBus } from '../dbus/SessionBus.ts';

/**
 * 'absent': no session bus, nobody answers to the name, or no answer within five seconds.
 * 'empty': it answers, but has no default collection that could keep anything (no keyring was ever made).
 */
export type SecretServiceState = 'ready' | 'locked' | 'empty' | 'absent';

const SERVICE = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets', interface: 'org.freedesktop.Secret.Service' };

/**
 * 'locked' if the default collection is, or if an item with these attributes lies in any locked collection.
 * `timeoutMs` is for each answer.
 */
export async function probeSecretService(attributes: Readonly<Record<string, string>>, timeoutMs = 5000): Promise<SecretServiceState> {
  let bus: SessionBus | undefined;
  try {
    bus = await SessionBus.connect({ timeoutMs });
    return await stateOf(bus, attributes);
  } catch {
    return 'absent';
  } finally {
    bus?.close();
  }
}

async function stateOf(bus: SessionBus, attributes: Readonly<Record<string, string>>): Promise<SecretServiceState> {
  const [collection] = await bus.call({ ...SERVICE, member: 'ReadAlias', signature: 's', body: ['default'] });
  const exists = typeof collection === 'string' && collection !== '/';
  if (exists) {
    const locked = await bus.property(SERVICE.destination, collection, 'org.freedesktop.Secret.Collection', 'Locked');
    if (locked !== false) return 'locked';
  }
  const [, lockedItems] = await bus.call({ ...SERVICE, member: 'SearchItems', signature: 'a{ss}', body: [attributes] });
  if (!Array.isArray(lockedItems) || lockedItems.length > 0) return 'locked';
  return exists ? 'ready' : 'empty';
}
