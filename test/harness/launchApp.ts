// Starts the built app for a test: on real Electron where its binary can run, else on the stand-in.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');
const standIn = join(import.meta.dirname, 'electron', 'launch.mjs');

export interface LaunchOptions {
  /** Path of the built main script. */
  mainScript: string;
  /** The app's userData folder: a temporary one of the test's own. */
  userDataDir: string;
  /** Added to the environment of the test. */
  env?: Record<string, string>;
  /** Arguments after the main script. */
  args?: string[];
}

/** Looks for the file and never imports the package `electron`, which would start a download. */
function electronBinary(): string | undefined {
  const packageFolder = join(root, 'node_modules/electron');
  const pathFile = join(packageFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const binary = override ? join(override, name ?? 'electron') : name === undefined ? undefined : join(packageFolder, 'dist', name);
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

export interface ElectronHost {
  host: 'electron' | 'stand-in';
  /** One sentence for the report. */
  why: string;
}

export function describeElectronHost(): ElectronHost {
  if (process.env['DESKFOB_STAND_IN'] === '1')
    return { host: 'stand-in', why: 'Running on the Electron stand-in, as DESKFOB_STAND_IN asks.' };
  const binary = electronBinary();
  if (binary === undefined) return { host: 'stand-in', why: 'Running on the Electron stand-in: the Electron binary is not installed.' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { host: 'stand-in', why: 'Running on the Electron stand-in: Electron cannot use its sandbox as root.' };
  }
  return { host: 'electron', why: `Running on Electron at ${binary}.` };
}

export function electronHost(): 'electron' | 'stand-in' {
  return describeElectronHost().host;
}

export async function launchApp(options: LaunchOptions): Promise<ElectronApplication> {
  const executablePath = electronHost() === 'electron' ? (electronBinary() ?? standIn) : standIn;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...options.env })) {
    if (value !== undefined) env[name] = value;
  }
  return await _electron.launch({
    executablePath,
    args: [options.mainScript, `--user-data-dir=${options.userDataDir}`, ...(options.args ?? [])],
    env,
    // Real Electron keeps its sandbox: without this Playwright adds --no-sandbox on Linux.
    chromiumSandbox: true,
    // The theme is the app's to choose, by nativeTheme.
    colorScheme: null,
    timeout: 120_000,
  });
}
