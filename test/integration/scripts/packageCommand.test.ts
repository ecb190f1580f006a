import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronVersion } from '../../../scripts/package/electronFolder.ts';

/* What `npm run package` says before it has built anything. */

const root = join(import.meta.dirname, '../../..');
const names = { linux: 'electron', darwin: 'Electron.app', win32: 'electron.exe' } as const;
const program = names[process.platform as keyof typeof names];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskfob-package-command-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Run from `folder`, as npm tells it. */
function run(...args: string[]): { code: number | null; words: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/package/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  });
  return { code: status, words: `${stdout}${stderr}`.trim() };
}

describe('npm run package', () => {
  it('says in one sentence what it knows when it is asked for something else', () => {
    expect(run('--everything')).toEqual({
      code: 1,
      words: 'npm run package knows only `--electron <folder>` and `--installers`, after `--`.',
    });
  });

  it('says so when the folder it was given is no Electron', () => {
    mkdirSync(join(folder, 'empty'));
    const words = `${join(folder, 'empty')} is no unpacked Electron for this system: it has no ${program}.`;
    expect(run('--electron', 'empty')).toEqual({ code: 1, words });
  });

  it('says so when the Electron it was given is of another version', () => {
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'old', program), '');
    writeFileSync(join(folder, 'old', 'version'), '1.0.0');
    const words = `${join(folder, 'old')} holds Electron 1.0.0; Deskfob is packaged with ${electronVersion()}.`;
    expect(run('--electron', 'old')).toEqual({ code: 1, words });
  });
});
