import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { control } from '../../harness/control.ts';
import { fixtureMain, startFixture, until } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

const launcher = resolve(import.meta.dirname, '../../harness/electron/launch.mjs');
const run = promisify(execFile);

/** Processes whose command line names the folder: the app and every part of its browser. */
function processesOf(userDataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(userDataDir);
      } catch {
        return false;
      }
    });
}

describe('the process of an app on the stand-in', () => {
  let fixture: FixtureApp | undefined;
  afterEach(async () => {
    await fixture?.stop().catch(() => undefined);
    fixture = undefined;
  });

  it('hands a second instance over to the first', async () => {
    fixture = await startFixture();
    const { app, userDataDir } = fixture;
    const second = await run(process.execPath, [launcher, fixtureMain, `--user-data-dir=${userDataDir}`, 'deskfob://pair/x'], {
      env: { ...process.env, DESKFOB_HEADLESS: '1' },
    });
    expect(second.stdout).toBe('second\n');
    const told = await until(async () => (await fixture?.log())?.find(([name]) => name === 'second-instance'), 'second-instance');
    expect(told).toEqual(['second-instance', [`--user-data-dir=${userDataDir}`, 'deskfob://pair/x'], process.cwd(), { from: 'fixture' }]);
    expect(await control(app, 'windows')).toHaveLength(1);
  });

  it('takes its browser with it when it is killed, and starts again at once', async () => {
    fixture = await startFixture();
    const { app, userDataDir } = fixture;
    const child = app.process();
    expect(processesOf(userDataDir).length).toBeGreaterThan(1);
    const gone = new Promise((done) => child.once('exit', done));
    process.kill(child.pid ?? 0, 'SIGKILL');
    await gone;
    // The dead holder's lock and profile are not in the way.
    const again = await run(
      process.execPath,
      [launcher, resolve(import.meta.dirname, '../../harness/fixture/once.mjs'), `--user-data-dir=${userDataDir}`],
      { env: { ...process.env, DESKFOB_HEADLESS: '1' } },
    );
    expect(again.stdout).toBe('first Fixture page 1\n');
    await until(() => processesOf(userDataDir).length === 0, 'no process left');
  });

  it('leaves in order on SIGTERM and passes the exit code through', async () => {
    fixture = await startFixture();
    const { app, userDataDir } = fixture;
    await app.evaluate(({ app: electronApp }) => electronApp.on('will-quit', () => electronApp.exit(7)));
    const code = new Promise((done) => app.process().once('exit', done));
    process.kill(app.process().pid ?? 0, 'SIGTERM');
    expect(await code).toBe(7);
    await until(() => processesOf(userDataDir).length === 0, 'no process left');
    expect(readdirSync(userDataDir)).not.toContain('stand-in.lock');
  });

  it("runs under the host's own Node as well, which only starts it", async () => {
    fixture = await startFixture();
    const { userDataDir } = fixture;
    await fixture.app.close();
    const result = await run(
      process.execPath,
      [
        '--eval',
        `process.execve = undefined; process.argv.splice(1, 0, ${JSON.stringify(launcher)}); await import(${JSON.stringify(launcher)});`,
        '--input-type=module',
        '--',
        resolve(import.meta.dirname, '../../harness/fixture/once.mjs'),
        `--user-data-dir=${userDataDir}`,
      ],
      { env: { ...process.env, DESKFOB_HEADLESS: '1' } },
    );
    expect(result.stdout).toBe('first Fixture page 1\n');
    await until(() => processesOf(userDataDir).length === 0, 'no process left');
  });
});
