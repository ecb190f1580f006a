import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type DesktopSession, startDesktopSession } from '../harness/desktopSession.ts';
import { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { attack } from './attack.ts';
import { call, viewOf } from './support/takenOver.ts';
import { tryEach } from './support/tryEach.ts';

/* The one file of the profile that is not sealed, so anybody who could write there once could leave anything in it. */

let folder: string;
let session: DesktopSession;
let turn = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskfob-settings-'));
  session = await startDesktopSession({ folder: join(folder, 'session') });
});
afterAll(async () => {
  await session.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the app on a profile with that file. Succeeded: it does not come up, is not its usual self, or cannot keep a setting. */
async function harms(plant: (file: string) => Promise<void>, isLater = false): Promise<boolean> {
  turn += 1;
  const profile = join(folder, `profile-${turn}`);
  const file = join(profile, 'settings.json');
  await mkdir(profile, { mode: 0o700 });
  await plant(file);
  const before = isLater ? await readFile(file, 'utf8') : '';
  const app = await AppUnderTest.launch(profile, { ...session.env });
  try {
    const page = await app.mainWindow();
    const { settings } = await viewOf(page);
    const isPolluted = await app.electron.evaluate(() => 'hideCodes' in {} || 'planted' in {});
    const changed = await call(page, 'changeSettings', { hideCodes: true });
    const kept = isLater ? (await readFile(file, 'utf8')) === before : (await readFile(file, 'utf8')).includes('"hideCodes": true');
    return isPolluted || settings.hideCodes || settings.theme !== 'system' || !('ok' in changed && changed.ok) || !kept;
  } finally {
    await app.quit();
  }
}

const text =
  (content: string) =>
  async (file: string): Promise<void> =>
    await writeFile(file, content);

attack('hostile file', 'the settings make the app hang, fall over or take all memory: giants, pipes, devices, folders', async () => {
  return await tryEach(
    {
      giant: async (file: string): Promise<void> => {
        await writeFile(file, '{}');
        await truncate(file, 3 * 1024 * 1024 * 1024);
      },
      pipe: async (file: string): Promise<void> => void execFileSync('mkfifo', [file]),
      device: async (file: string): Promise<void> => await symlink('/dev/zero', file),
      folder: async (file: string): Promise<void> => void (await mkdir(join(file, 'within'), { recursive: true })),
      depth: text('['.repeat(200_000)),
      'depth that is closed': text(`{"version":1,"settings":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`),
    },
    harms,
  );
});

attack('hostile file', 'the settings lead the app to write over a file elsewhere', async () => {
  const elsewhere = join(folder, 'elsewhere');
  return await tryEach(
    { 'that is there': 'not JSON', 'that is JSON': '{"version":1,"settings":{}}', 'that is not there': undefined },
    async (content) => {
      await rm(elsewhere, { force: true });
      if (content !== undefined) await writeFile(elsewhere, content);
      const harmed = await harms(async (file) => await symlink(elsewhere, file));
      const names = await readdir(folder);
      return (
        harmed ||
        names.includes('elsewhere') !== (content !== undefined) ||
        (content !== undefined && (await readFile(elsewhere, 'utf8')) !== content)
      );
    },
  );
});

attack('hostile file', 'the settings hold what no setting is: other types, a prototype, a later version', async () => {
  const wrong = {
    theme: ['dark'],
    language: { toString: 1 },
    hideCodes: 'yes',
    clearClipboardSeconds: 1e308,
    notifications: null,
    extra: 1,
  };
  const prototype = '"__proto__":{"hideCodes":true,"planted":1},"constructor":{"prototype":{"planted":1}}';
  const tries = await tryEach(
    {
      'other types': JSON.stringify({ version: 1, settings: wrong, accountNames: [{ organisation: 1 }, null] }),
      'a prototype': `{"version":1,${prototype},"settings":{${prototype}}}`,
      'no object': '[{"version":1}]',
    },
    async (content) => await harms(text(content)),
  );
  const later = await harms(text('{"version":2,"settings":{"theme":"dark","hideCodes":true}}'), true);
  return { attempts: tries.attempts + 1, successes: tries.successes + Number(later) };
});
