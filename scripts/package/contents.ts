/** Which files may be in a package, and what may not be in them. */
import { homedir } from 'node:os';
import { projectRoot } from '../lib/projectRoot.ts';
import type { ArchivedFile } from './archive.ts';

/** Everything else is forbidden, whatever it is. */
const allowed = [
  /^package\.json$/,
  /^out\/main\/(index|chunks\/[\w.-]+)\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index|approval)\.html$/,
  // No endings in general: a map, a source or a key is no page.
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2|wasm)$/,
  /^node_modules\/(@napi-rs\/keyring|@node-rs\/argon2)(-[\w-]+)?\/(package\.json|index\.js|[\w.-]+\.node|LICENSE[\w.-]*)$/,
  // On Windows alone: elsewhere its native part would be one too many.
  /^node_modules\/koffi\/(package\.json|index\.js|LICENSE\.txt|src\/koffi\/(index|src\/static)\.js)$/,
  /^node_modules\/@koromix\/koffi-win32-(x64|arm64)\/(package\.json|index\.js|win32_(x64|arm64)\/koffi\.node)$/,
];

const forbidden: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]+-----/, 'holds a PEM block'],
  [/[#@]\s?sourceMappingURL=/, 'points to a source map'],
  // The bundler writes above each module where it is from.
  [/^\/\/(?:#region)? (src\/(verifier|demo)|test|scripts)\//m, 'holds code that is not of the app'],
  [/\b(ghp_|gho_|ghs_|github_pat_|npm_|glpat-|xox[abp]-)[A-Za-z0-9_-]{20,}/, 'holds an access token'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'holds an access key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'holds a signed token'],
];

/** Folders of the computer that built the package; a bundle that names one of them tells more than it should. */
const buildFolders = [projectRoot, homedir()].filter((folder) => folder.length > 1);

export function contentComplaints(files: readonly ArchivedFile[]): string[] {
  return files.flatMap(complaintsOf);
}

function complaintsOf(file: ArchivedFile): string[] {
  const { path, content } = file;
  if (!allowed.some((pattern) => pattern.test(path))) return [`${path}: does not belong in a package`];
  if (content === undefined) return [`${path}: a link, or a file that is gone`];
  // Text patterns in machine code would be found by chance; who built those is their maintainers' matter.
  if (path.endsWith('.node')) return file.isUnpacked ? [] : [`${path}: packed, and so not to be loaded`];
  const text = content.toString('utf8');
  const found = forbidden.filter(([pattern]) => pattern.test(text)).map(([, complaint]) => `${path}: ${complaint}`);
  if (buildFolders.some((folder) => names(text, folder))) found.push(`${path}: names a folder of the computer it was built on`);
  if (path === 'package.json') found.push(...manifestComplaints(text));
  return found;
}

/** As a JSON or JavaScript string spells it, too. */
function names(text: string, folder: string): boolean {
  return [folder, folder.replaceAll('\\', '/'), folder.replaceAll('\\', '\\\\')].some(
    (spelling) => text.includes(`${spelling}/`) || text.includes(`${spelling}\\`),
  );
}

function manifestComplaints(text: string): string[] {
  const manifest: Record<string, unknown> = JSON.parse(text);
  const idle = ['devDependencies', 'scripts', 'build'].filter((key) => key in manifest);
  return idle.map((key) => `package.json: has ${key}`);
}
