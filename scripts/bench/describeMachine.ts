import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from '../../test/harness/electron/Chromium.ts';
import { postgresPrograms } from '../../test/harness/postgres/PostgresServer.ts';
import type { ElectronHost } from '../lib/electronHost.ts';
import { projectRoot } from '../lib/projectRoot.ts';

const run = promisify(execFile);

/** The machine and the versions that a table was made with, as pairs of a name and a value. */
export async function describeMachine(host: ElectronHost): Promise<readonly (readonly [string, string])[]> {
  const [processor] = cpus();
  const postgres = postgresPrograms();
  return [
    ['Processor', `${cpus().length} × ${processor?.model.trim() ?? 'unknown'}`],
    ['Memory', `${Math.round(totalmem() / 1024 ** 3)} GiB`],
    ['System', `${process.platform} ${release()}`],
    ['Node', process.versions.node],
    ['PGlite', await packageVersion('@electric-sql/pglite')],
    ['PostgreSQL', postgres === undefined ? 'none' : await versionOf(join(postgres, 'postgres'))],
    host.kind === 'electron'
      ? ['Electron', await packageVersion('electron')]
      : ['Chromium (Electron stand-in)', await versionOf(findChromium())],
  ];
}

async function packageVersion(name: string): Promise<string> {
  const { version }: { version?: unknown } = JSON.parse(await readFile(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8'));
  return String(version);
}

async function versionOf(program: string): Promise<string> {
  const { stdout } = await run(program, ['--version']).catch(() => ({ stdout: '' }));
  return /\d[\d.]*/.exec(stdout)?.[0] ?? 'unknown';
}
