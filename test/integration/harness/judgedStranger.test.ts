import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JudgedStranger } from '../../attacks/support/JudgedStranger.ts';
import { type Deed, Stranger } from '../../attacks/support/Stranger.ts';

const FOLDERS = [0o700, 0o711, 0o744, 0o755, 0o777];
const FILES = [0o600, 0o604, 0o606, 0o644, 0o666];
const DEEDS: readonly Deed[] = ['read', 'look', 'list', 'write', 'create', 'remove'];

// Both ways at once need somebody who can become another user.
describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a stranger who is told by modes', () => {
  it('gets what another user gets in fact', async () => {
    const around = await mkdtemp(join(tmpdir(), 'deskfob-modes-'));
    await chmod(around, 0o755);
    const real = await Stranger.start();
    const judged = new JudgedStranger();
    onTestFinished(async () => {
      real.stop();
      await rm(around, { recursive: true, force: true });
    });
    const told: string[] = [];
    const seen: string[] = [];
    for (const folderMode of FOLDERS) {
      const folder = join(around, folderMode.toString(8));
      await mkdir(folder);
      for (const fileMode of FILES) {
        for (const deed of DEEDS) {
          const file = join(folder, `${fileMode.toString(8)}-${deed}`);
          await writeFile(file, 'x');
          await chmod(file, fileMode);
          await chmod(folder, folderMode);
          const path = deed === 'list' ? folder : deed === 'create' ? `${file}-new` : file;
          const name = `${folderMode.toString(8)} ${fileMode.toString(8)} ${deed}`;
          if ((await judged.tries(deed, path)) !== '') told.push(name);
          if ((await real.tries(deed, path)) !== '') seen.push(name);
        }
      }
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(told).toEqual(seen);
  });

  it('sees of processes what another user sees', async () => {
    const real = await Stranger.start();
    onTestFinished(() => real.stop());
    const judged = new JudgedStranger();
    for (const name of ['environ', 'mem', 'maps', 'fd', 'cwd/package.json', 'cmdline']) {
      const path = `/proc/${process.pid}/${name}`;
      expect((await judged.tries('read', path)) !== '', name).toBe((await real.tries('read', path)) !== '');
    }
  });
});
