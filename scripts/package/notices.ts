/** THIRD-PARTY-NOTICES.md: the names, licences and copyright lines of everything that a package carries of other people's work. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';

const entrySchema = z.object({ name: z.string(), version: z.string(), identifier: z.string().optional(), text: z.string().optional() });
type Entry = z.infer<typeof entrySchema>;

/** As vite writes them (electron.vite.config.ts). */
const bundles = ['out/main/licenses.json', 'out/preload/licenses.json', 'out/renderer/licenses.json'];

/** Packed as they are: no bundle knows of them. */
const nativeScopes = [
  ['@napi-rs', 'keyring'],
  ['@node-rs', 'argon2'],
] as const;

/** Where electron-builder.yml takes it from. */
export const noticesFile = 'out/THIRD-PARTY-NOTICES.md';

export async function writeNotices(): Promise<void> {
  const bundled = await Promise.all(bundles.map(readEntries));
  const natives = await Promise.all(nativeScopes.map(async ([scope, name]) => await nativeEntries(scope, name)));
  const ffi = await ffiEntries();
  const byName = new Map([...bundled, ...natives, ffi].flat().map((entry) => [`${entry.name} ${entry.version}`, entry]));
  const sorted = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => section(entry));
  await writeFile(join(projectRoot, noticesFile), [heading, ...sorted].join('\n\n').concat('\n'));
}

const heading = `# Third-party notices

Deskfob carries the following packages. Electron's own licence and those of Chromium come with it as LICENSE.electron.txt and
LICENSES.chromium.html.`;

function section({ name, version, identifier, text }: Entry): string {
  const licence = identifier ?? 'licence not stated';
  return `## ${name} ${version} (${licence})\n\n${text ?? `Its package has no licence text; it states ${licence}.`}`;
}

async function readEntries(file: string): Promise<Entry[]> {
  return z.array(entrySchema).parse(JSON.parse(await readFile(join(projectRoot, file), 'utf8')));
}

async function nativeEntries(scope: string, name: string): Promise<Entry[]> {
  const folder = join(projectRoot, 'node_modules', scope);
  const packages = (await readdir(folder)).filter((one) => one === name || one.startsWith(`${name}-`));
  if (packages.length < 2) throw new Sentence(`${scope}/${name} has no native part for this computer; \`npm ci\` installs it.`);
  return await Promise.all(packages.map(async (one) => await entryOf(join(folder, one))));
}

/** The FFI by which packages for Windows ask Windows Hello; the others do not carry it. */
async function ffiEntries(): Promise<Entry[]> {
  const scope = join(projectRoot, 'node_modules/@koromix');
  const natives = (await readdir(scope)).filter((one) => one.startsWith('koffi-win32-')).map((one) => join(scope, one));
  return await Promise.all([join(projectRoot, 'node_modules/koffi'), ...natives].map(entryOf));
}

async function entryOf(folder: string): Promise<Entry> {
  const manifest = z.looseObject({ name: z.string(), version: z.string(), license: z.string().optional() });
  const { name, version, license } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? undefined : (await readFile(join(folder, file), 'utf8')).trim();
  return { name, version, identifier: license, text };
}
