import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { allBytes } from '../harness/app/profileContents.ts';
import { callBus } from '../harness/sessionBus.ts';
import { Process } from '../harness/world/Process.ts';
import { pairAnna, shownPasscode } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();
const root = join(import.meta.dirname, '../..');

/** Starts the built app once more, with nobody driving it. */
function start(profile: string): Process {
  const folder = world.current.profile(profile);
  const args = [join(root, 'test/harness/electron/launch.mjs'), join(root, 'out/main/index.js'), `--user-data-dir=${folder}`];
  return new Process(args, { ...world.current.session.env, DESKFOB_DEVELOPMENT: '1', DESKFOB_HEADLESS: '1' });
}

/** How many keys of vaults the keyring holds. */
async function keysKept(): Promise<number> {
  const [items] = await callBus(world.current.session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '', {
    destination: 'org.freedesktop.secrets',
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
    member: 'SearchItems',
    signature: 'a{ss}',
    body: [{ service: 'Deskfob' }],
  });
  return (items as unknown[]).length;
}

const vaultOf = (profile: string): string => join(world.current.profile(profile), 'vault');

describe('a second start of the app on the same profile', () => {
  it('ends, and has not touched the vault; the first goes on', async () => {
    const app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    // Every opening of the vault compacts the journal, and no two compactions have a byte in common.
    const before = allBytes(vaultOf('anna'));
    expect(await start('anna').ended()).toBe(0);
    expect(allBytes(vaultOf('anna'))).toBe(before);
    expect(await shownPasscode(app)).toMatch(/^\d{6}$/);
  });

  it('gets in once the first was killed, and finds everything', async () => {
    const app = await world.current.launch('anna-again');
    await pairAnna(world.current, app);
    const child = app.electron.process();
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const before = allBytes(vaultOf('anna-again'));
    const again = await world.current.launch('anna-again');
    expect(await shownPasscode(again)).toMatch(/^\d{6}$/);
    expect(allBytes(vaultOf('anna-again'))).not.toBe(before);
    await again.quit();
  });

  it('at the same moment leaves one of the two, which made the one vault', async () => {
    const keys = await keysKept();
    const both = [start('new'), start('new')];
    const first = await Promise.race(both.map(async (one, index) => await one.ended().then((code) => ({ code, index }))));
    expect(first.code).toBe(0);
    await vi.waitUntil(() => existsSync(join(vaultOf('new'), 'journal/requests.jsonl')), { timeout: 60_000 });
    expect(await keysKept()).toBe(keys + 1);
    await both[1 - first.index]?.stop('SIGKILL');
    const app = await world.current.launch('new');
    await (await app.mainWindow()).getByRole('button', { name: 'Add account' }).waitFor();
    await app.quit();
  });
});
