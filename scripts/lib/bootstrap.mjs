// From a fresh clone to the project's own Node: install the locked packages if they differ, then hand over. On Linux x64
// the lock brings Node 24, the major that Electron embeds; other systems use their own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findHostNpm, withPath } from './hostNpm.mjs';
import { whyInstall } from './lock.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const local = join(root, 'node_modules/.bin/node');
const bringsNode = process.platform === 'linux' && process.arch === 'x64';

/** Runs `script` (TypeScript, relative to the project) with `args`; resolves to its exit code. */
export async function continueUnderProjectNode(script, args) {
  process.chdir(root);
  const version = process.versions.node;
  if (bringsNode ? !isAtLeast(version, 20, 20) : !isAtLeast(version, 22, 12)) {
    return fail(`Deskfob needs Node ${bringsNode ? '20.20' : '22.12'} or later on this system; this is Node ${version}.`);
  }
  if (!install()) return 1;
  const node = projectNode();
  if (node === undefined)
    return fail(`Deskfob's own Node does not run here, and Node ${version} is older than the 22.12 it needs instead.`);
  return await run(node.path, [...flags(node.version), script, ...args]);
}

function install() {
  const reason = whyInstall(root);
  if (reason === undefined) return true;
  const host = findHostNpm(root);
  if (host === undefined) {
    fail('The installed packages are not those of package-lock.json: run `npm ci` once, then this again (no npm was found on PATH).');
    return false;
  }
  console.log(`Installing the locked packages (${reason}) …`);
  const { status } = spawnSync(
    host.node,
    [host.npm, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      env: withPath(process.env, dirname(host.node)),
    },
  );
  if (status === 0) return true;
  fail('`npm ci` failed; its own words stand above.');
  return false;
}

/** The locked Node where there is one that runs (its glibc may be too new for the host), else the one running now. */
function projectNode() {
  if (bringsNode && existsSync(local)) {
    const { status, stdout } = spawnSync(local, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { path: local, version: stdout.trim().slice(1) };
  }
  const version = process.versions.node;
  return isAtLeast(version, 22, 12) ? { path: process.execPath, version } : undefined;
}

/** Node before 24 runs TypeScript, and until 22.13 SQLite, only when asked to. */
function flags(version) {
  const quiet = ['--disable-warning=ExperimentalWarning'];
  return isAtLeast(version, 24, 0) ? quiet : [...quiet, '--experimental-strip-types', '--experimental-sqlite'];
}

/**
 * The fourth pipe tells the script when this process is killed. Ctrl-C reaches both; the script decides when to end.
 */
async function run(node, args) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: withPath(process.env, join(root, 'node_modules/.bin')),
  });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) whenParentEnds(() => child.kill('SIGTERM'));
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve(fail(error.message)));
    child.on('exit', (code, signal) => resolve(signal === null ? code : 1));
  });
}

/** A signal to npm ends npm and its shell, and never reaches what they run. */
function whenParentEnds(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  watch.unref();
}

function isAtLeast(version, major, minor) {
  const [first, second] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

function fail(sentence) {
  console.error(sentence);
  return 1;
}
