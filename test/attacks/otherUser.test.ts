import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { startTestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { attack } from './attack.ts';
import { goodLink, LINK_KEY } from './support/hostileLinks.ts';
import { treeOf } from './support/processes.ts';
import { JudgedStranger } from './support/JudgedStranger.ts';
import { type Deed, type Somebody, Stranger } from './support/Stranger.ts';

const world = useWorld();

// Only root can become somebody else; without it, what somebody else would get is told by modes.
describe.runIf(process.platform === 'linux')('another user of the computer', () => {
  let app: AppUnderTest;
  let stranger: Somebody;
  let profile: string;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    profile = world.current.profile('anna');
    // What shuts strangers out must be the app's own doing, not the temporary folder that the test has put around it.
    await chmod(dirname(profile), 0o755);
    stranger = process.getuid?.() === 0 ? await Stranger.start() : new JudgedStranger();
    await writeFile(join(dirname(profile), 'open.txt'), 'open', { mode: 0o644 });
    if ((await stranger.tries('read', join(dirname(profile), 'open.txt'))) !== 'open')
      throw new Error('the stranger cannot even come near');
  });
  afterAll(() => stranger.stop());

  async function all(deeds: readonly Deed[], paths: readonly string[]): Promise<{ attempts: number; successes: number }> {
    let successes = 0;
    for (const path of paths) for (const deed of deeds) if ((await stranger.tries(deed, path)) !== '') successes += 1;
    return { attempts: deeds.length * paths.length, successes };
  }

  const below = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('stand-in'))
      .map((name) => join(folder, name));

  attack('other user', 'reads the vault, the records, the journal or the settings', async () => {
    const paths = below(profile);
    if (!paths.some((path) => path.endsWith('.jwe')) || !paths.some((path) => path.endsWith('settings.json')))
      throw new Error('there is no profile');
    return await all(['read', 'look'], paths);
  });

  attack(
    'other user',
    'lists the folders of the profile',
    async () => await all(['list'], [profile, join(profile, 'vault'), join(profile, 'vault/records')]),
  );

  attack('other user', 'writes to the files of the profile, removes them, or puts links in their place', async () => {
    return await all(['write', 'open', 'remove', 'link'], below(profile));
  });

  attack('other user', 'plants files where the app will read them', async () => {
    const names = ['settings.json', 'vault/vault.json', 'vault/records/planted.jwe', 'vault/journal/requests.jsonl', 'planted'];
    return await all(
      ['create'],
      names.map((name) => join(profile, name)),
    );
  });

  attack('other user', 'reaches the session bus, on which the keyring gives out the key', async () => {
    const runtime = world.current.session.env['XDG_RUNTIME_DIR'] ?? '';
    const sockets = [join(runtime, 'bus'), join(runtime, 'keyring/control'), join(profile, 'stand-in.sock')];
    return await all(['connect'], sockets);
  });

  attack('other user', 'reads memory, environment and open files of the running app', async () => {
    const pids = treeOf(app.electron.process().pid ?? 0);
    const files = ['environ', 'mem', 'maps', 'fd', 'map_files', 'cwd/package.json'];
    return await all(
      ['read', 'list'],
      pids.flatMap((pid) => files.map((file) => `/proc/${pid}/${file}`)),
    );
  });

  attack('other user', 'reads the pairing key of a clicked link from the list of processes', async () => {
    const started = world.current.start('newcomer', goodLink('https://verify.example.com'));
    try {
      const folder = world.current.profile('newcomer');
      await vi.waitUntil(() => readdirSync(dirname(folder)).includes('newcomer') && readdirSync(folder).includes('vault'), {
        timeout: 60_000,
      });
      const lines = await Promise.all(treeOf(started.pid).map(async (pid) => await stranger.tries('read', `/proc/${pid}/cmdline`)));
      if (lines.every((line) => line === '')) throw new Error('the list of processes is hidden');
      return { attempts: lines.length, successes: lines.filter((line) => line.includes(LINK_KEY)).length };
    } finally {
      await started.stop();
    }
  });

  attack('other user', 'reads or locks the data of a verifier, also in a folder that an administrator has made', async () => {
    const around = await mkdtemp(join(tmpdir(), 'deskfob-open-'));
    await chmod(around, 0o755);
    const dataFolder = join(around, 'data');
    await mkdir(dataFolder, { mode: 0o755 });
    const verifier = await startTestVerifier({ dataFolder });
    try {
      const names = ['master.key', 'admin.json', 'lock.db', 'lock.pid', 'db', 'db/PG_VERSION', 'db/base'];
      const paths = names.map((name) => join(dataFolder, name));
      const first = await all(['read', 'list', 'write', 'remove'], [dataFolder, ...paths]);
      const second = await all(['create'], [join(dataFolder, 'planted'), join(dataFolder, 'admin.json.new')]);
      return { attempts: first.attempts + second.attempts, successes: first.successes + second.successes };
    } finally {
      await verifier.close();
      await rm(around, { recursive: true, force: true });
    }
  });

  attack('other user', 'finds something of the app in the folder for temporary files', async () => {
    const names = readdirSync(tmpdir()).filter((name) => /^(deskfob$|Deskfob|\.org\.chromium.*deskfob|electron-)/.test(name));
    return { attempts: names.length + 1, successes: names.length };
  });
});
