import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missingParts, startDesktopSession } from '../harness/desktopSession.ts';
import { freshFolder } from '../harness/app/keyringSession.ts';

/** Ids of living processes whose environment names this folder; a zombie's environment is empty. */
async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => {
    try {
      return readFileSync(`/proc/${id}/environ`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

describe('the private desktop session', () => {
  it('finds its parts on this machine', () => {
    expect(missingParts()).toEqual([]);
  });

  it('keeps all of its own in its own folders, with socket paths that fit', async () => {
    const folder = await freshFolder();
    const session = await startDesktopSession({ folder });
    const runtime = session.env['XDG_RUNTIME_DIR'] ?? '';
    expect(join(runtime, 'keyring', 'control').length).toBeLessThan(108);
    for (const [name, value] of Object.entries(session.env)) {
      expect(value.includes(folder) || value.includes(runtime), name).toBe(true);
    }
    expect(await processesOf(folder)).toHaveLength(2);
    await session.stop();
    expect(await processesOf(folder)).toEqual([]);
    await expect(readdir(runtime)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(join(folder, 'data', 'keyrings'))).toContain('login.keyring');
  });

  it('opens the same folder again with the same password only', async () => {
    const folder = await freshFolder();
    await (await startDesktopSession({ folder, password: 'one' })).stop();
    await expect(startDesktopSession({ folder, password: 'two' })).rejects.toThrow('another password');
    expect(await processesOf(folder)).toEqual([]);
    await (await startDesktopSession({ folder, password: 'one' })).stop();
  });

  it('ends both daemons when the process that started it is killed', async () => {
    const folder = await freshFolder();
    const harness = join(import.meta.dirname, '..', 'harness', 'desktopSession.ts');
    const script = `const { startDesktopSession } = await import(${JSON.stringify(harness)})
      const session = await startDesktopSession({ folder: ${JSON.stringify(folder)} })
      console.log(session.env.XDG_RUNTIME_DIR)
      setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [runtime] = (await once(child.stdout, 'data')) as [Buffer];
    onTestFinished(() => rm(runtime.toString().trim(), { recursive: true, force: true }));
    expect(await processesOf(folder)).toHaveLength(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    while ((await processesOf(folder)).length > 0) await sleep(10);
  });
});
