/** Looks into a packaged app, before it is installed anywhere: everything that should not be there, and what is missing. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Archive, readArchive } from './archive.ts';
import type { BuilderConfig } from './builderConfig.ts';
import { contentComplaints } from './contents.ts';
import { fuseComplaints, readFuses } from './fuses.ts';
import { nativeComplaints } from './natives.ts';
import { localeComplaints, resourceComplaints } from './resources.ts';
import type { Layout, Target } from './target.ts';

/** Resolves to one line for each thing that is wrong. */
export async function inspectPackage(layout: Layout, target: Target, config: BuilderConfig): Promise<string[]> {
  const file = join(layout.resources, 'app.asar');
  if (!existsSync(file)) return [`${file}: missing`];
  const archive = readArchive(file);
  const natives = archive.files.filter((one) => one.path.endsWith('.node'));
  return [
    ...contentComplaints(archive.files),
    ...nativeComplaints(new Map(natives.map((one) => [one.path, one.content ?? Buffer.alloc(0)])), target),
    ...requiredComplaints(archive),
    ...(await resourceComplaints(layout, archive.files)),
    ...(await localeComplaints(layout, config.electronLanguages)),
    ...fuseComplaints(await readFuses(layout.fuses), config.electronFuses),
    ...(await integrityComplaints(layout, archive)),
  ];
}

const required = ['package.json', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'out/renderer/approval.html'];

function requiredComplaints({ files }: Archive): string[] {
  const paths = new Set(files.map((one) => one.path));
  return required.filter((path) => !paths.has(path)).map((path) => `${path}: missing`);
}

/** With the fuse on, an archive whose digest is not the embedded one is not loaded at all. */
async function integrityComplaints({ integrity }: Layout, { digest }: Archive): Promise<string[]> {
  if (integrity === undefined || (await readFile(integrity)).includes(digest)) return [];
  return [`${integrity}: the digest of the archive is not embedded`];
}
