/**
 * `npm run package`: builds the app, packs it for this system, and looks into what came out. Without options the unpacked
 * folder; with `--installers` what people install; with `--electron <folder>` without downloading Electron.
 */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { build } from '../lib/builds.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence, sayAndExit } from '../lib/Sentence.ts';
import { readBuilderConfig } from './builderConfig.ts';
import { electronFolder } from './electronFolder.ts';
import { inspectPackage } from './inspect.ts';
import { makePackage } from './makePackage.ts';
import { measure, sizeComplaints, sizeLines } from './sizes.ts';
import { thisTarget } from './target.ts';

// The process that started this one was killed.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

try {
  await main(process.argv.slice(2));
} catch (error) {
  sayAndExit(error);
}

async function main(args: string[]): Promise<void> {
  const { electron: given, installers = false } = readOptions(args);
  const target = thisTarget();
  if (target === undefined) throw new Sentence(`There are no packages for ${process.platform} on ${process.arch}.`);
  const electron = given === undefined ? undefined : electronFolder(given, target);
  if (installers) console.log('Installers are made with tools that electron-builder downloads: this needs an open network.');
  console.log('Building …');
  await build();
  const output = join(projectRoot, 'out/packages');
  const write = (words: string): void => void process.stdout.write(words);
  const layout = await makePackage({ target, output, electron, installers, write });
  const sizes = await measure(layout);
  const complaints = [...(await inspectPackage(layout, target, await readBuilderConfig())), ...sizeComplaints(sizes)];
  console.log([`\n${layout.app}`, ...sizeLines(sizes)].join('\n  '));
  if (complaints.length > 0) throw new Sentence(['This package must not be given to anybody:', ...complaints].join('\n  '));
  console.log('Inspected: nothing that should not be there, nothing missing.');
}

function readOptions(args: string[]): { electron?: string; installers?: boolean } {
  try {
    return parseArgs({ args, options: { electron: { type: 'string' }, installers: { type: 'boolean' } } }).values;
  } catch {
    throw new Sentence('npm run package knows only `--electron <folder>` and `--installers`, after `--`.');
  }
}
