/**
 * Real Electron or the stand-in? Never loads the package `electron`, which starts a download of its own; its installer is
 * run here instead, with an end to the waiting. The sandbox of real Electron always stays on.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

export type ElectronHost =
  | { readonly kind: 'electron'; readonly binary: string; /** One sentence. */ readonly why: string }
  | { readonly kind: 'stand-in'; readonly why: string };

const downloadLimitMs = 300_000;
const startLimitMs = 30_000;
const packageFolder = join(projectRoot, 'node_modules/electron');

/** @param download fetch the binary when it is not there (the demo does, the tests use what is there). */
export async function chooseElectronHost({ download }: { download: boolean }): Promise<ElectronHost> {
  if (process.env['DESKFOB_STAND_IN'] === '1') return standIn('DESKFOB_STAND_IN asks for it');
  if (process.platform === 'linux' && process.getuid?.() === 0) return standIn('Electron does not start as root with its sandbox on');
  if (isWithoutDisplay()) return standIn('Electron needs a display');
  if (binary() === undefined && download) {
    console.log(`Fetching Electron ${version()} (about 120 MB) …`);
    const failure = await run(process.execPath, [join(packageFolder, 'install.js')], downloadLimitMs);
    if (failure !== undefined) return standIn(`Electron could not be downloaded (${failure})`);
  }
  const found = binary();
  if (found === undefined) return standIn('the Electron binary is not installed');
  const failure = await probe(found);
  if (failure !== undefined) return standIn(`Electron does not start here (${failure})`);
  return { kind: 'electron', binary: found, why: `Running on Electron ${version()}.` };
}

/** Linux with neither X11 nor Wayland; other systems always have their desktop. */
export function isWithoutDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
}

function standIn(why: string): ElectronHost {
  return { kind: 'stand-in', why: `Running on the Electron stand-in in Chromium: ${why}.` };
}

function version(): string {
  const { version: found }: { version?: unknown } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return String(found);
}

/** As node_modules/electron/index.js finds it. */
function binary(): string | undefined {
  const pathFile = join(packageFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return existing(join(override, name ?? 'electron'));
  return name === undefined ? undefined : existing(join(packageFolder, 'dist', name));
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

async function probe(found: string): Promise<string | undefined> {
  const profile = mkdtempSync(join(tmpdir(), 'deskfob-probe-'));
  try {
    return await run(found, [join(projectRoot, 'scripts/demo/electronProbe.cjs'), `--user-data-dir=${profile}`], startLimitMs);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Resolves to undefined when `command` ended well in time, else to why not, in a few words. */
async function run(command: string, args: string[], limitMs: number): Promise<string | undefined> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-20_000)));
  return await new Promise((resolve) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`no end after ${limitMs / 1000} s`);
    }, limitMs);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve(code === 0 ? undefined : (reasonIn(errors) ?? signal ?? `exit code ${code}`));
    });
  });
}

/** The first line that tells something, without its time stamp. */
function reasonIn(errors: string): string | undefined {
  const line = errors.split('\n').find((one) => /error|fatal|failed|cannot|refus/i.test(one));
  return line
    ?.replace(/^\[[^\]]*\]\s*/, '')
    .replace(/^\w*Error:\s*/, '')
    .replace(/[.\s]+$/, '')
    .slice(0, 160);
}
