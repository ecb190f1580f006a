#!/usr/bin/env node
// Starts an app on the Electron stand-in, in place of the `electron` binary:
//   launch.mjs [switches] <main script or app folder> [arguments]
// Plain JavaScript without dependencies, because the host's own Node (20 or later) may be the one that reads it;
// the app itself runs under the Node 24 that the project installs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const local = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(local) ? local : process.execPath;
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write('The Electron stand-in needs Node 24 or later: run `npm ci` first, or use a newer Node.\n');
  process.exit(1);
}

const given = process.argv.slice(2);
const mainAt = given.findIndex((argument) => !argument.startsWith('-'));
if (mainAt < 0) {
  process.stderr.write('Usage: launch.mjs [switches] <main script or app folder> [arguments]\n');
  process.exit(1);
}
// Switches before the main script are Electron's and Chromium's own; --inspect goes to Node, which prints what Playwright waits for.
const switches = given.slice(0, mainAt);
const inspect = switches.filter((argument) => argument.startsWith('--inspect'));
const main = resolve(given[mainAt]);
const env = {
  ...process.env,
  DESKFOB_STAND_IN_SWITCHES: JSON.stringify(switches.filter((argument) => !argument.startsWith('--inspect'))),
};
delete env.NODE_OPTIONS;
const args = [
  '--disable-warning=ExperimentalWarning',
  ...inspect,
  '--import',
  pathToFileURL(join(here, 'register.ts')).href,
  main,
  ...given.slice(mainAt + 1),
];

if (typeof process.execve === 'function' && process.platform !== 'win32') {
  process.removeAllListeners('warning');
  process.execve(node, [node, ...args], env);
}

// Without execve this process stays as the parent: it hands on signals and the exit code, and its end of the
// fourth pipe closes when it is killed, which ends the app.
const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'], env: { ...env, DESKFOB_STAND_IN_LIFELINE: '3' } });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
