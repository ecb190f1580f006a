/** What lies beside the archive: locales, licences, the unpacked files, and nothing to start another app with. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { ArchivedFile } from './archive.ts';
import type { Layout } from './target.ts';

const licenceFolder = 'licenses';

/** The installers put elevate.exe (NSIS) and the AppArmor profile (deb, rpm) beside the archive. */
const beside = new Set(['app.asar', 'app.asar.unpacked', licenceFolder, 'elevate.exe', 'apparmor-profile']);
const besideOnMac = [/\.lproj$/, /\.icns$/, /^LICENSE\.electron\.txt$/, /^LICENSES\.chromium\.html$/];

export async function resourceComplaints(layout: Layout, files: readonly ArchivedFile[]): Promise<string[]> {
  const isMac = layout.locales.ending === '.lproj';
  const entries = await readdir(layout.resources);
  const foreign = entries.filter((name) => !beside.has(name) && !(isMac && besideOnMac.some((pattern) => pattern.test(name))));
  return [
    ...foreign.map((name) => `resources/${name}: does not belong beside the archive`),
    ...(await unpackedComplaints(layout.resources, files)),
    ...(await licenceComplaints(layout.resources, files)),
  ];
}

/** Files there that the archive does not name would be the app's to load, and nobody's to check. */
async function unpackedComplaints(resources: string, files: readonly ArchivedFile[]): Promise<string[]> {
  const folder = join(resources, 'app.asar.unpacked');
  const known = new Set(files.filter((file) => file.isUnpacked).map((file) => file.path));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !known.has(path))
    .map((path) => `app.asar.unpacked/${path}: is not in the archive's list`);
}

/**
 * The bundler's comments in main name the packages whose notices must be there, whoever wrote the notices. The pages are
 * minified and name none.
 */
async function licenceComplaints(resources: string, files: readonly ArchivedFile[]): Promise<string[]> {
  const folder = join(resources, licenceFolder);
  const [own = '', notices = ''] = await Promise.all(
    ['LICENSE.txt', 'THIRD-PARTY-NOTICES.md'].map(async (name) => await readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  const missing = [...packagesIn(files)].filter((name) => !notices.includes(`\n## ${name} `));
  return [
    ...(own.includes('Apache License') ? [] : [`${licenceFolder}/LICENSE.txt: missing`]),
    ...missing.map((name) => `${licenceFolder}/THIRD-PARTY-NOTICES.md: says nothing of ${name}`),
  ];
}

function packagesIn(files: readonly ArchivedFile[]): Set<string> {
  const found = new Set<string>();
  for (const { path, content } of files) {
    const native = /^node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//.exec(path)?.[1];
    if (native !== undefined) found.add(native);
    if (!path.startsWith('out/') || content === undefined) continue;
    for (const [, name] of content
      .toString('utf8')
      .matchAll(/^\/\/(?:#region)? node_modules\/(?:\S*\/node_modules\/)?((?:@[\w.-]+\/)?[\w.-]+)\//gm)) {
      if (name !== undefined) found.add(name);
    }
  }
  return found;
}

/** Chromium's locales: those of the languages that electron-builder.yml names, and at least one. */
export async function localeComplaints({ locales: { folder, ending } }: Layout, languages: readonly string[]): Promise<string[]> {
  const found = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending)).map((name) => basename(name, ending));
  if (found.length === 0) return ['no locale: Electron does not start without'];
  const stems = new Set(languages.map(stem));
  return found.filter((name) => !stems.has(stem(name))).map((name) => `locale ${name}: no language of the app`);
}

function stem(locale: string): string {
  return locale.split(/[-_]/)[0]?.toLowerCase() ?? '';
}
