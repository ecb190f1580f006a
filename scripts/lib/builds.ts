/** Builds what runs: the app by electron-vite, the verifier and the demo organisation by vite. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';
import { Sentence } from './Sentence.ts';

const builders = [
  ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.verifier.config.ts', '--logLevel', 'warn'],
];
const inputs = ['src', 'resources', 'electron.vite.config.ts', 'vite.verifier.config.ts', 'package.json', 'package-lock.json'];
const outputs = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'out/verifier/main.js', 'out/verifier/demo.js'];
const stamp = join(projectRoot, 'out/.built-from');

/** Builds if anything that goes into a build has changed since the last one. */
export async function ensureBuilt(): Promise<void> {
  const now = await hashInputs();
  const built = outputs.every((file) => existsSync(join(projectRoot, file)));
  if (built && (await readFile(stamp, 'utf8').catch(() => '')) === now) return;
  console.log('Building …');
  await build(now);
}

export async function build(inputHash?: string): Promise<void> {
  const hash = inputHash ?? (await hashInputs());
  await rm(stamp, { force: true });
  await Promise.all(builders.map(runBuilder));
  await mkdir(join(projectRoot, 'out'), { recursive: true });
  await writeFile(stamp, hash);
}

async function runBuilder(args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.on('close', resolve);
  });
  if (code !== 0) throw new Sentence(`${output.trimEnd()}\nThe build failed; its own words stand above.`);
}

async function hashInputs(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    const place = join(projectRoot, input);
    if (!existsSync(place)) continue;
    for (const file of await filesIn(place))
      hash
        .update(`${file}\0`)
        .update(await readFile(file))
        .update('\0');
  }
  return hash.digest('hex');
}

async function filesIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (entries === undefined) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
