/** Runs electron-builder on what is built. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';
import { writeNotices } from './notices.ts';
import { type Layout, type Target, builderFlag, layoutIn } from './target.ts';
import { whyFailed } from './whyFailed.ts';

export interface PackageOptions {
  readonly target: Target;
  /** Absolute. */
  readonly output: string;
  /** An unpacked Electron; without it electron-builder downloads one. */
  readonly electron: string | undefined;
  /** Also what people install; without it only the folder. */
  readonly installers: boolean;
  readonly write: (output: string) => void;
}

export async function makePackage(options: PackageOptions): Promise<Layout> {
  const layout = layoutIn(options.output, options.target);
  await rm(layout.app, { recursive: true, force: true });
  await writeNotices();
  const { code, words } = await runBuilder(builderArgs(options), options.write);
  if (code !== 0) throw new Sentence(whyFailed(words, existsSync(join(layout.resources, 'app.asar'))));
  return layout;
}

function builderArgs({ target, output, electron, installers }: PackageOptions): string[] {
  return [
    builderFlag[target.platform],
    ...(installers ? [] : ['--dir']),
    `--${target.arch}`,
    '--publish=never',
    `-c.directories.output=${output}`,
    ...(electron === undefined ? [] : [`-c.electronDist=${electron}`]),
  ];
}

async function runBuilder(args: string[], write: (output: string) => void): Promise<{ code: number; words: string }> {
  const child = spawn(process.execPath, [join(projectRoot, 'node_modules/electron-builder/cli.js'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const take = (chunk: Buffer): void => {
    words += chunk.toString();
    write(chunk.toString());
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { code, words };
}
